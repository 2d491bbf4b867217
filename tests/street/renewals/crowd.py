"""Processes that share a database, a grant and, when told so, a dead token."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from tests.street import running

from keyturn.client import HttpTransport, OAuthClient
from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

Outcome = dict[str, Any]


def what_is_told(facts: dict[str, Any], database: Path | Secret, grant_id: GrantId, tasks: int) -> dict[str, str]:
    """All that a process of the crowd needs to know."""
    return {
        "database": database.reveal() if isinstance(database, Secret) else str(database),
        "base_url": facts["base_url"],
        "client_id": facts["application"]["client_id"],
        "client_secret": facts["application"]["client_secret"],
        "vault_keys": new_key("k").reveal(),
        "grant_id": grant_id,
        "tasks": str(tasks),
    }


def store_of(told: dict[str, str]) -> Store:
    """The shared database."""
    named = told["database"]
    return Store(Secret(named) if named.startswith("postgresql:") else Path(named))


def owner_of(grant_id: GrantId) -> CustomerId:
    """Each grant has a customer of its own: whoever has another one stays signed in when this one is lost."""
    return CustomerId(f"of-{grant_id}")


async def keep_a_grant(told: dict[str, str], code: str) -> None:
    """Exchange a code and store the pair, as connecting does."""
    grant_id, clock = GrantId(told["grant_id"]), SystemClock()
    transport = HttpTransport(told["base_url"])
    secret = Secret(told["client_secret"])
    oauth = OAuthClient(told["client_id"], secret, base_url=told["base_url"], transport=transport)
    pair = await oauth.exchange(Secret(code), running.CALLBACK)
    assert pair.refresh is not None
    vault, store = Vault.from_setting(Secret(told["vault_keys"])), store_of(told)
    sealed = seal_pair(vault, grant_id, 1, pair.access, pair.refresh)
    grant = Grant(
        grant_id=grant_id,
        customer_id=owner_of(grant_id),
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


def let_the_token_die(facts: dict[str, Any]) -> None:
    """The next call finds its access token dead, and everybody else's is the same one."""
    fault = {"name": "access_token_dead", "times": 1}
    httpx2.post(facts["base_url"] + "/_sandbox/faults", json=fault, trust_env=False).raise_for_status()


@contextmanager
def crowd(told: Path, processes: int) -> Iterator[Callable[[], list[Outcome]]]:
    """Start the processes; each call lets all of them loose at once and collects what they say."""
    command = [sys.executable, str(Path(__file__).with_name("sharing.py")), str(told)]
    people = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]

    def heard() -> list[str]:
        lines = [process.stdout.readline() for process in people if process.stdout]
        assert all(lines), "a process has ended"
        return lines

    def loose() -> list[Outcome]:
        for process in people:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [json.loads(line) for line in heard()]

    try:
        heard()
        yield loose
    finally:
        for process in people:
            process.communicate(timeout=60)  # no more lines: it ends
