"""docs/api.md names operations, kinds of events and scopes that there are, and all kinds and scopes."""

from __future__ import annotations

import re
from pathlib import Path

from keyturn.integration.api.resources.table import OPERATIONS
from keyturn.integration.notify.event import EventKind
from keyturn.integration.partners.key import KeyScope

TEXT = " ".join((Path(__file__).parents[3] / "docs" / "api.md").read_text().split())


def test_every_operation_that_is_told_of_exists() -> None:
    there = {(each.method, re.sub(r"{\w+}", "{}", each.path)) for each in OPERATIONS}
    told = re.findall(r"`(GET|POST|DELETE) /v1(/[^`?]*)[?`]", TEXT)
    assert len(told) > 15
    assert {(method, re.sub(r"{\w+}", "{}", path)) for method, path in told} - there == set()


def test_every_kind_of_event_and_every_scope_is_told_of() -> None:
    for name in (*EventKind, *KeyScope):
        assert f"`{name}`" in TEXT, name
