"""What one process settles is seen by a page that hangs on another, at once and on either database."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from tests.integration.store.rows import ACTION, DOOR, G1, GRANT, LOCK
from tests.street.running import KEYTURN

from keyturn.clock import SystemClock
from keyturn.integration.connect.session import Sessions
from keyturn.integration.grants.vault import new_key
from keyturn.integration.store import Store
from keyturn.integration.web.visitor import SESSION
from keyturn.integration.webhooks.events import ActionSettled
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.nuki.ids import RequestId
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
BOUND_SECONDS = 3.0
"""Of the 15 after which an open page looks by itself; in quiet it takes some hundredths."""


@contextmanager
def another_process(database: Path | Secret) -> Iterator[str]:
    """``keyturn serve`` over the same database, and where it answers."""
    place = f"sqlite:{database}" if isinstance(database, Path) else database.reveal()
    told = {
        "KEYTURN_BASE_URL": "https://keyturn.test",
        "KEYTURN_NUKI_URL": "https://127.0.0.1:9",
        "KEYTURN_CLIENT_ID": "an-id",
        "KEYTURN_CLIENT_SECRET": "not-asked-for",
        "KEYTURN_VAULT_KEYS": new_key("k1").reveal(),
        "KEYTURN_DATABASE": place,
    }
    command = [KEYTURN, "serve", "--no-tls", "--port", "0", "--format", "json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | told
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield json.loads(line)["listens_on"]
    finally:
        process.terminate()
        process.communicate(timeout=30)


async def told_on(page: httpx2.Response) -> float:
    """When the next change was told."""
    async for line in page.aiter_lines():
        if line == "event: doors":
            return time.monotonic()
    raise AssertionError("The stream ended.")


def test_an_action_confirmed_by_one_process_changes_the_page_of_another(database: Path | Secret) -> None:
    async def story() -> float:
        store, now = Store(database), datetime.now(UTC)
        await store.open()
        later = now + timedelta(hours=1)
        await store.grants.save(replace(GRANT, expires_at=later), now, later)
        await store.doors.replace_doors(G1, [replace(DOOR, known_at=now)])
        await store.actions.begin(replace(ACTION, requested_at=now))
        # The confirmation comes before the answer: that settles the action, and no sweep of the other can be first.
        early = Delivery("d1", G1, now, b"sealed")
        await store.inbox.receive(early)
        await store.inbox.settle([(early, ActionSettled(RequestId("r1"), True, None, LOCK))], now)
        cookie = await Sessions(store.sessions, SystemClock(), 3600, 3600).open(GRANT.customer_id, None)
        with another_process(database) as address:
            async with (
                httpx2.AsyncClient(trust_env=False, timeout=30) as browser,
                browser.stream(
                    "GET", address + "/doors/events", headers={"Cookie": f"{SESSION}={cookie.reveal()}"}
                ) as page,
            ):
                assert page.status_code == 200, await page.aread()
                telling = asyncio.create_task(told_on(page))
                await asyncio.sleep(1.5)  # the page hangs there, and nothing is told
                assert not telling.done()
                begun = time.monotonic()
                await store.actions.accept(ACTION.action_id, RequestId("r1"), later, now)
                took = await asyncio.wait_for(telling, 30) - begun
        await store.close()
        return took

    assert asyncio.run(story()) < BOUND_SECONDS
