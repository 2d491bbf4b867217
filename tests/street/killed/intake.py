"""Webhooks taken in by a process that is killed at a named step, and what another process makes of them afterwards.

One round is a door that is unlocked and then opened: a confirmation, a status, and the status once more. The
application is the whole one, asked in memory; only the database knows when to die. Raises ``AssertionError``.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from tests.integration.store.rows import ACTION, DOOR, G1, GRANT
from tests.street.killed.mortal import Mortal, Point, When
from tests.street.killed.nursery import Kill, say

from keyturn.client import errors
from keyturn.client.wire import Request, Response
from keyturn.clock import SystemClock
from keyturn.integration import Integration, Settings
from keyturn.integration.actions.action import ActionId, ActionState
from keyturn.integration.settings import WebhookMode
from keyturn.integration.store import Store
from keyturn.nuki.ids import RequestId, SmartlockId
from keyturn.secrecy import Secret

STEPS: dict[str, Point] = {
    "verified": Point(When.BEFORE, "INSERT INTO inbox"),
    "written, not durable": Point(When.AFTER, "INSERT INTO inbox"),
    "durable, not answered": Point(When.COMMITTED, "INSERT INTO inbox"),
    "answered": Point(When.BEFORE, "SELECT delivery_id FROM inbox"),
    "claimed": Point(When.AFTER, "SELECT delivery_id FROM inbox"),
    "action moved": Point(When.AFTER, "UPDATE actions"),
    "event written": Point(When.AFTER, "INSERT INTO events_out"),
    "door moved": Point(When.AFTER, "UPDATE doors"),
    "marked": Point(When.AFTER, "UPDATE inbox SET state"),
    "settled": Point(When.COMMITTED, "UPDATE inbox SET state"),
}
LOST = ("verified", "written, not durable")
"""Steps at which nothing is durable yet: nothing was answered either, so Nuki knows it has failed."""
UNANSWERED = (*LOST, "durable, not answered")
SECRET, PATH = "a-client-secret-of-the-killed", "https://keyturn.test/webhooks/nuki"
BEFORE, FAR = datetime(2026, 1, 5, 8, 0, tzinfo=UTC), timedelta(days=3650)


def killed_once(database: Path | Secret, keys: Secret, number: int, step: str, kill: Kill) -> None:
    """One round with an action and a door of its own."""
    address = str(database) if isinstance(database, Path) else database.reveal()
    told = {"file": isinstance(database, Path), "database": address, "keys": keys.reveal(), "number": number}
    asyncio.run(_prepare(database, number))
    said = kill(told, step).split()
    assert said == ([] if step in UNANSWERED else ["204"] * len(_bodies(number))), step
    asyncio.run(_survive(database, keys, number, step))


def die_at(told: dict[str, Any], step: str) -> None:
    """Take a round's webhooks in, and be killed."""
    database = Path(told["database"]) if told["file"] else Secret(told["database"])
    asyncio.run(_take_in(database, Secret(told["keys"]), told["number"], STEPS[step]))


async def _take_in(database: Path | Secret, keys: Secret, number: int, point: Point) -> None:
    async with _house(database, keys) as house:
        rows, settle, answered = house.store.inbox, house.inbox._settle, asyncio.Event()
        rows._db = Mortal(rows._db, point)  # type: ignore[assignment]  # it only reads and writes

        async def settle_when_all_are_answered(opened: Any) -> None:
            await answered.wait()
            await settle(opened)

        house.inbox._settle = settle_when_all_are_answered
        await _send(house, number, aloud=True)
        answered.set()
        await house.inbox.quiet()


async def _survive(database: Path | Secret, keys: Secret, number: int, step: str) -> None:
    async with _house(database, keys) as house:
        await house.inbox.quiet()
        assert not await house.store.inbox.waiting(1), "all that was durable is settled"
        await _check(house.store, number, happened=step not in LOST)
        await _send(house, number)
        await house.inbox.quiet()
        await _check(house.store, number, happened=True)


async def _check(store: Store, number: int, happened: bool) -> None:
    action = await store.actions.action(ActionId(f"a{number}"))
    assert action is not None
    assert action.state is (ActionState.CONFIRMED if happened else ActionState.ACCEPTED)
    doors = {door.smartlock_id: door.state for door in await store.doors.doors(G1)}
    assert doors[SmartlockId(number)] == (3 if happened else 1)
    once = {"action.settled": 1, "door.opened": 1} if happened else {}
    assert await _events(store, number) == once, "nothing takes effect twice"


async def _events(store: Store, number: int) -> Counter[str]:
    found, place = Counter[str](), (0, "")
    while page := await store.outbox.events(place, 500):
        found.update(str(event.kind) for _, event in page if event.facts.get("smartlock_id") == number)
        place = page[-1][0]
    return found


async def _prepare(database: Path | Secret, number: int) -> None:
    store, action_id, smartlock_id = Store(database), ActionId(f"a{number}"), SmartlockId(number)
    await store.open()
    await store.grants.save(replace(GRANT, expires_at=BEFORE + FAR), BEFORE, BEFORE + FAR)
    doors = await store.doors.doors(G1)
    await store.doors.replace_doors(G1, [*doors, replace(DOOR, smartlock_id=smartlock_id, known_at=BEFORE)])
    await store.actions.begin(replace(ACTION, action_id=action_id, smartlock_id=smartlock_id, requested_at=BEFORE))
    await store.actions.accept(action_id, RequestId(f"r{number}"), BEFORE + FAR, BEFORE)
    await store.close()


@asynccontextmanager
async def _house(database: Path | Secret, keys: Secret) -> AsyncIterator[Integration]:
    settings = Settings(
        base_url="https://keyturn.test",
        client_id="killed",
        client_secret=Secret(SECRET),
        vault_keys=keys,
        database=database,
        webhooks=WebhookMode.CENTRAL,
    )
    async with Integration(settings, SystemClock(), _Nobody()).running() as house:
        yield house


class _Nobody:
    """There is no Nuki: what is told has to do."""

    async def send(self, request: Request) -> Response:
        raise errors.NoAnswer(f"{request.path}: nobody is there.")

    async def aclose(self) -> None:
        """Nothing to close."""


async def _send(house: Integration, number: int, *, aloud: bool = False) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(house.app), trust_env=False) as client:

        async def send(body: bytes) -> None:
            signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            answer = await client.post(PATH, content=body, headers={"X-Nuki-Signature-SHA256": signature})
            assert answer.status_code == 204
            if aloud:
                say(str(answer.status_code))

        await asyncio.gather(*(send(body) for body in _bodies(number)))


def _bodies(number: int) -> tuple[bytes, ...]:
    confirmed = {"type": "SmartlockAction", "requestId": f"r{number}", "success": True, "smartlockId": number}
    state = {"mode": 2, "state": 3, "trigger": 0, "lastAction": 1, "batteryCritical": False, "doorState": 3}
    state |= {"ringToOpenTimer": 0, "nightMode": False}
    status = {
        "feature": "DEVICE_STATUS",
        "smartlockId": number,
        "state": state,
        "serverState": 0,
        "adminPinState": 0,
    }
    return msgspec.json.encode(confirmed), msgspec.json.encode(status), msgspec.json.encode(status)
