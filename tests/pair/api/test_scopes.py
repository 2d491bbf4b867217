"""Every operation asks for its scope, and says so; enumerated from the table that makes the routes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pair.api.program import Program
from tests.pair.joined import Street, play

from keyturn.integration.api.resources.table import OPERATIONS
from keyturn.integration.partners.key import KeyScope


def test_no_operation_is_done_without_its_scope(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        without = {
            scope: await Program.of(street, *(other for other in KeyScope if other is not scope))
            for scope in KeyScope
        }
        for each in OPERATIONS:
            path = re.sub(r"{\w+}", "1", each.path)
            refused = await without[each.scope].call(each.method, path, status=403)
            assert refused["code"] == "key-scope-missing" and each.scope in refused["detail"], each.name

    play(tmp_path, story)


def test_every_scope_opens_something_and_names_are_unique() -> None:
    assert {each.scope for each in OPERATIONS} == set(KeyScope)
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)


def test_every_operation_that_makes_something_takes_an_idempotency_key() -> None:
    assert all(each.method == "POST" for each in OPERATIONS if each.status in (201, 202))
