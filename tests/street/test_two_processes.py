"""Processes that share one SQLite store and one dead token: exactly one renewal, and no call fails."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.street import running

from keyturn.client import HttpTransport, OAuthClient
from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
GRANT, PROCESSES, TASKS = GrantId("shared"), 2, 20


async def keep_a_grant(facts: dict[str, Any], told: dict[str, str], code: str) -> None:
    """Exchange a code and store the pair, as connecting does."""
    application, clock = facts["application"], SystemClock()
    transport = HttpTransport(facts["base_url"])
    secret = Secret(application["client_secret"])
    oauth = OAuthClient(application["client_id"], secret, base_url=facts["base_url"], transport=transport)
    pair = await oauth.exchange(Secret(code), running.CALLBACK)
    assert pair.refresh is not None
    vault, store = Vault.from_setting(Secret(told["vault_keys"])), Store(Path(told["database"]))
    sealed = seal_pair(vault, GRANT, 1, pair.access, pair.refresh)
    grant = Grant(
        grant_id=GRANT,
        customer_id=CustomerId("c"),
        account_id=None,
        state=GrantState.ACTIVE,
        scopes=pair.scopes,
        generation=1,
        expires_at=clock.now() + timedelta(seconds=pair.expires_in),
        sealed_access=sealed[0],
        sealed_refresh=sealed[1],
    )
    await store.grants.save(grant, clock.now())
    await store.close()
    await transport.aclose()


def test_one_dead_token_is_renewed_once_across_processes(tmp_path: Path) -> None:
    with running.sandbox() as facts:
        told = {
            "database": str(tmp_path / "shared.db"),
            "base_url": facts["base_url"],
            "client_id": facts["application"]["client_id"],
            "client_secret": facts["application"]["client_secret"],
            "vault_keys": new_key("k").reveal(),
            "grant_id": GRANT,
            "tasks": str(TASKS),
        }
        (tmp_path / "told.json").write_text(json.dumps(told))
        code = running.code_for(facts, "smartlock.readOnly smartlock.action")
        asyncio.run(keep_a_grant(facts, told, code))
        for _ in range(3):
            before = running.token_answers(facts)
            fault = {"name": "access_token_dead", "times": 1}
            httpx2.post(facts["base_url"] + "/_sandbox/faults", json=fault, trust_env=False).raise_for_status()
            outcomes = share(tmp_path / "told.json")
            assert [outcome["good"] for outcome in outcomes] == [TASKS] * PROCESSES, outcomes
            assert running.token_answers(facts)[len(before) :] == [200], "exactly one renewal, and it was granted"


def share(told: Path) -> list[dict[str, Any]]:
    """Start the processes, let all of them loose at once, collect what they say."""
    command = [sys.executable, str(Path(__file__).with_name("sharing.py")), str(told)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in processes]
