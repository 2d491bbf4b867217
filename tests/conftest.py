"""The databases a test may ask for: ``database`` is each of the two in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import postgres

from keyturn.secrecy import Secret

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: side by side, nobody waits at the end for one file of browsers."""
    items.sort(key=lambda item: item.get_closest_marker("street") is None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One for all tests of a run."""
    with postgres.server() as running:
        yield running


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Secret:
    """A new, empty database: a file of SQLite, then the address of a PostgreSQL."""
    if request.param == "sqlite":
        return tmp_path / "keyturn.db"
    running: postgres.Server = request.getfixturevalue("postgres_server")
    return running.fresh()
