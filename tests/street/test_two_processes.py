"""Processes that share one database and one dead token: exactly one renewal, and no call fails."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.street import running
from tests.street.renewals.crowd import crowd, keep_a_grant, let_the_token_die, what_is_told

from keyturn.integration.grants.grant import GrantId
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
GRANT, PROCESSES, TASKS = GrantId("shared"), 2, 20


def test_one_dead_token_is_renewed_once_across_processes(tmp_path: Path, database: Path | Secret) -> None:
    with running.sandbox() as facts:
        told = what_is_told(facts, database, GRANT, TASKS)
        (tmp_path / "told.json").write_text(json.dumps(told))
        code = running.code_for(facts, "smartlock.readOnly smartlock.action")
        asyncio.run(keep_a_grant(told, code))
        with crowd(tmp_path / "told.json", PROCESSES) as loose:
            for _ in range(3):
                before = running.token_answers(facts)
                let_the_token_die(facts)
                outcomes = loose()
                assert [outcome["good"] for outcome in outcomes] == [TASKS] * PROCESSES, outcomes
                assert running.token_answers(facts)[len(before) :] == [200], "exactly one renewal, and granted"
