"""Rows the tests of the store begin with, and a story on a store of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from keyturn.integration.actions.action import Action, ActionId, ActionState, Kind
from keyturn.integration.activity.entry import Entry
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store import Store
from keyturn.nuki.ids import SmartlockId
from keyturn.secrecy import Secret

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
G1, G2, LOCK = GrantId("g1"), GrantId("g2"), SmartlockId(17618910285)
GRANT = Grant(
    grant_id=G1,
    customer_id=CustomerId("c1"),
    account_id=None,
    state=GrantState.ACTIVE,
    scopes=("smartlock.readOnly", "smartlock.action"),
    generation=1,
    expires_at=LATER,
    sealed_access=b"a1",
    sealed_refresh=b"r1",
)
ACTION = Action(
    action_id=ActionId("a1"),
    grant_id=G1,
    smartlock_id=LOCK,
    kind=Kind.UNLOCK,
    state=ActionState.REQUESTED,
    requested_at=NOW,
)
DOOR = Door(
    grant_id=G1,
    smartlock_id=LOCK,
    name="Office",
    device_type=4,
    state=1,
    door_state=2,
    server_state=0,
    admin_pin_state=0,
    battery_critical=False,
    battery_charge=71,
    opens_on_unlock=True,
    known_at=NOW,
    told=False,
)

ENTRY = Entry(
    grant_id=G1,
    entry_id="l1",
    smartlock_id=LOCK,
    at=NOW,
    device_type=4,
    deed=1,
    cause=0,
    outcome=0,
    who="Ann",
    source=None,
    by_itself=False,
)


def on_store(database: Path | Secret, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        store = Store(database)
        try:
            await story(store)
        finally:
            await store.close()

    asyncio.run(run())
