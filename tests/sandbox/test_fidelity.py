"""The page about fidelity says what the code says."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import keyturn.sandbox
from keyturn.nuki.endpoints import ENDPOINTS
from keyturn.sandbox import fidelity
from keyturn.sandbox.resources.routes import BINDINGS

PAGE = Path(__file__).parents[2] / "docs" / "fidelity.md"


def test_the_page_is_the_one_the_rooms_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == fidelity.page(), (
        "run: python -m keyturn.sandbox.fidelity > docs/fidelity.md"
    )


def test_no_room_keeps_its_rules_to_itself() -> None:
    gathered = {module.__name__ for modules in fidelity.ROOMS.values() for module in modules}
    names = [found.name for found in pkgutil.walk_packages(keyturn.sandbox.__path__, "keyturn.sandbox.")]
    with_rules = {name for name in names if hasattr(importlib.import_module(name), "RULES")}
    assert with_rules == gathered


def test_every_operation_is_answered_once() -> None:
    answered = [endpoint.name for endpoint, _ in BINDINGS]
    assert sorted(answered) == sorted(endpoint.name for endpoint in ENDPOINTS)
    assert len(answered) == 104
