"""A renewal killed at one of its steps, and what another process finds afterwards; raises ``AssertionError``."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.street import running
from tests.street.renewals.crowd import keep_a_grant, owner_of, store_of, what_is_told
from tests.street.renewals.dying import renew

from keyturn.clock import SystemClock
from keyturn.integration.connect.session import Session
from keyturn.integration.errors import GrantLost
from keyturn.integration.grants.grant import Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import LEASE_SECONDS, about
from keyturn.integration.grants.vault import Vault
from keyturn.secrecy import Secret

PATIENCE = 3.0
ANSWERED = {"lease taken": [], "answer received": [200], "committed": [200]}
"""What Nuki had answered when the process died; after ``request sent``, either."""
Kill = Callable[[dict[str, str], str], None]
"""Start a process that renews, and see that it dies at that step."""


@contextmanager
def nursery() -> Iterator[Kill]:
    """A process that has everything imported, and forks one that dies, as often as told."""
    command = [sys.executable, "-m", "tests.street.renewals.dying"]
    folder = Path(__file__).parents[3]
    mother = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)

    def kill(told: dict[str, str], step: str) -> None:
        assert mother.stdin is not None
        assert mother.stdout is not None
        mother.stdin.write(json.dumps({"told": told, "step": step}) + "\n")
        mother.stdin.flush()
        assert json.loads(mother.stdout.readline()) == -signal.SIGKILL, "it died of something else"

    try:
        yield kill
    finally:
        mother.communicate(timeout=60)  # no more lines: it ends


def killed_once(facts: dict[str, Any], database: Path | Secret, grant_id: GrantId, step: str, kill: Kill) -> str:
    """One round with a grant of its own: ``kept``, or ``lost`` where Nuki had rotated and nobody heard."""
    told = what_is_told(facts, database, grant_id, 1)
    asyncio.run(keep_a_grant(told, running.code_for(facts, "smartlock.readOnly")))
    told["seen"] = asyncio.run(stored_token(told))
    before = len(running.token_answers(facts))
    kill(told, step)
    answered = answers_after(facts, before, step)
    # Rotated, and nobody has the new pair: nothing can undo that, only say it.
    gone = answered == [200] and step != "committed"
    asyncio.run(survive(facts, told, step, gone))
    following = [400] if gone else [] if answered else [200]
    assert running.token_answers(facts)[before:] == answered + following, "never two live pairs"
    return "lost" if gone else "kept"


def answers_after(facts: dict[str, Any], before: int, step: str) -> list[int]:
    """What the token endpoint had answered; a request on its way when its sender died may still arrive."""
    until = time.monotonic() + PATIENCE
    while True:
        answers = running.token_answers(facts)[before:]
        if step != "request sent" or answers or time.monotonic() > until:
            assert answers == ANSWERED.get(step, answers)
            return answers
        time.sleep(0.05)


async def survive(facts: dict[str, Any], told: dict[str, str], step: str, gone: bool) -> None:
    """What another process finds, once the lease has lapsed."""
    grant = await stored(told)
    killed_before_the_end = step != "committed"
    assert grant.state is (GrantState.STALE if killed_before_the_end else GrantState.ACTIVE), "no silent end"
    if gone:
        with pytest.raises(GrantLost):
            await renew(told, "none", ahead=LEASE_SECONDS + 1)
        lost = await stored(told)
        assert (lost.state, lost.sealed_access, lost.sealed_refresh) == (GrantState.LOST, None, None)
        assert await session_ended(told) == "lost", "the customer is asked to connect again"
        return
    token = await renew(told, "none", ahead=LEASE_SECONDS + 1)
    assert token != told["seen"]
    kept = await stored(told)
    assert (kept.state, kept.generation) == (GrantState.ACTIVE, 2)
    assert accepted(facts, token)
    assert await stored_token(told) == token


async def stored(told: dict[str, str]) -> Grant:
    store = store_of(told)
    try:
        grant = await store.grants.grant(GrantId(told["grant_id"]))
        assert grant is not None
        return grant
    finally:
        await store.close()


async def stored_token(told: dict[str, str]) -> str:
    """The stored access token; a session is opened on the way, to see what becomes of it."""
    store, clock = store_of(told), SystemClock()
    later = clock.now().replace(year=clock.now().year + 1)
    session = Session(owner_of(GrantId(told["grant_id"])), later, later)
    if await store.sessions.session(told["grant_id"]) is None:
        await store.sessions.open_session(told["grant_id"], session, clock.now())
    await store.close()
    grant = await stored(told)
    assert grant.sealed_access is not None
    vault = Vault.from_setting(Secret(told["vault_keys"]))
    return vault.open_secret(grant.sealed_access, about(grant.grant_id, "access", grant.generation)).reveal()


async def session_ended(told: dict[str, str]) -> str | None:
    store = store_of(told)
    session = await store.sessions.session(told["grant_id"])
    await store.close()
    assert session is not None
    return session.ended


def accepted(facts: dict[str, Any], token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx2.get(facts["base_url"] + "/smartlock", headers=headers, trust_env=False)
    return answer.status_code == 200
