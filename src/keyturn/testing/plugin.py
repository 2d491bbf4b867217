"""The pytest plugin. It costs a test run nothing until a test asks for one of its fixtures.

Nothing is shared between tests and no port is fixed: it runs as well under pytest-xdist.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from keyturn.sandbox import Seed
    from keyturn.testing.nuki import AsyncNuki, Nuki, VirtualNuki
    from keyturn.testing.server import NukiServer

Virtual = TypeVar("Virtual", bound="VirtualNuki")
FAULT, SEED, SETTINGS, EVERY = "nuki_fault", "nuki_seed", "nuki_settings", "nuki_fault"


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    config.addinivalue_line(
        "markers",
        f"{FAULT}(name, *, door=None, times=None, **how): arm a fault of the sandbox before the test; "
        "without times it stays armed. May be repeated.",
    )
    config.addinivalue_line("markers", f"{SETTINGS}(**settings): how this Nuki behaves, like strict=True.")
    config.addinivalue_line("markers", f"{SEED}(file): the home the sandbox starts with, a TOML file.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``nuki_fault`` runs under every fault, unless it names its own."""
    if EVERY not in metafunc.fixturenames:
        return
    for mark in metafunc.definition.iter_markers("parametrize"):
        named = mark.args[0] if mark.args else mark.kwargs.get("argnames", "")
        if EVERY in (named.replace(",", " ").split() if isinstance(named, str) else named):
            return
    from keyturn.testing.every import names

    metafunc.parametrize(EVERY, names(), indirect=True)


@pytest.fixture
def nuki_fault(request: pytest.FixtureRequest) -> str:
    """The fault this run of the test is under; armed by the sandbox's fixture."""
    return str(request.param)


@pytest.fixture
def nuki(request: pytest.FixtureRequest) -> Iterator[Nuki]:
    """A fresh sandbox on a virtual clock, for plain tests."""
    from keyturn.testing.nuki import Nuki

    made = _armed(Nuki(_seed(request)), request)
    yield made
    made.close()


@pytest.fixture
def async_nuki(request: pytest.FixtureRequest) -> AsyncNuki:
    """A fresh sandbox on a virtual clock, for async tests."""
    from keyturn.testing.nuki import AsyncNuki

    return _armed(AsyncNuki(_seed(request)), request)


@pytest.fixture
def nuki_server(request: pytest.FixtureRequest) -> Iterator[NukiServer]:
    """A fresh sandbox on a virtual clock, behind a real loopback socket."""
    from keyturn.testing.server import NukiServer

    made = NukiServer(_seed(request))
    made.start()
    try:
        yield _armed(made, request)
    finally:
        made.close()


def _seed(request: pytest.FixtureRequest) -> Seed | None:
    mark = request.node.get_closest_marker(SEED)
    if mark is None:
        return None
    from keyturn.sandbox import Seed

    file = Path(mark.args[0])
    return Seed.from_toml(file if file.is_absolute() else request.path.parent / file)


def _armed(made: Virtual, request: pytest.FixtureRequest) -> Virtual:
    for mark in request.node.iter_markers(SETTINGS):
        made.set(**mark.kwargs)
    for mark in request.node.iter_markers(FAULT):
        if len(mark.args) != 1:
            raise pytest.UsageError(f"The marker {FAULT} takes one name, like {FAULT}('motor_blocked').")
        how = dict(mark.kwargs)
        door = how.pop("door", None)
        made.arm(mark.args[0], made.door(door) if door else None, how.pop("times", None), **how)
    if EVERY in request.fixturenames:
        made.arm(request.getfixturevalue(EVERY), times=None)
    return made
