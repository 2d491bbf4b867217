"""What moves the next look at a grant's doors forward: contradicting news, an action nobody told of, Nuki's silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.store.rows import ACTION, DOOR, G1, GRANT, LOCK, NOW, on_store

from keyturn.integration.smartlocks.doubt import SOON
from keyturn.integration.store import Store
from keyturn.integration.webhooks.central import Standing, Trouble
from keyturn.integration.webhooks.events import ActionSettled, Event, StatusChanged
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.integration.work.care import EVERY, Concern
from keyturn.nuki.codes import LockState
from keyturn.nuki.ids import RequestId
from keyturn.nuki.models.smartlock import State
from keyturn.secrecy import Secret

MOMENT, A_LEASE = timedelta(seconds=3), timedelta(minutes=5)


async def known(store: Store) -> None:
    await store.grants.save(GRANT, NOW)
    await store.doors.replace_doors(G1, [DOOR])


async def told(store: Store, event: Event, at: datetime) -> None:
    delivery = Delivery(f"d{at.timestamp()}", G1, at, b"sealed")
    await store.inbox.receive(delivery)
    await store.inbox.settle([(delivery, event)], at)


async def due(store: Store, at: datetime) -> bool:
    every = EVERY[Concern.DOORS]
    return bool(await store.care.claim(Concern.DOORS, at, every, at - every + A_LEASE, 9))


def status(state: int) -> StatusChanged:
    shown = State(
        mode=2,
        state=state,
        trigger=0,
        last_action=1,
        battery_critical=False,
        door_state=DOOR.door_state,
        ring_to_open_timer=0,
        night_mode=False,
    )
    return StatusChanged(LOCK, shown, 0, 0)


@pytest.mark.parametrize(
    ("after", "asked", "looked"),
    [(MOMENT, False, True), (MOMENT, True, False), (timedelta(minutes=6), False, False)],
)
def test_contradicting_news_unless_we_asked_for_it(
    database: Path | Secret, after: timedelta, asked: bool, looked: bool
) -> None:
    async def story(store: Store) -> None:
        await known(store)
        if asked:
            await store.actions.begin(ACTION)
        await told(store, status(LockState.UNLOCKED), NOW + after)
        assert not await due(store, NOW + after)
        assert await due(store, NOW + after + SOON) is looked

    on_store(database, story)


@pytest.mark.parametrize(
    ("success", "heard", "looked"), [(True, False, True), (True, True, False), (False, True, True)]
)
def test_an_action_that_ended_and_a_door_that_told_nothing(
    database: Path | Secret, success: bool, heard: bool, looked: bool
) -> None:
    async def story(store: Store) -> None:
        await known(store)
        await store.actions.begin(ACTION)
        await store.actions.accept(ACTION.action_id, RequestId("r1"), NOW + A_LEASE, NOW)
        if heard:
            await told(store, status(LockState.UNLOCKED), NOW + MOMENT)
        await told(store, ActionSettled(RequestId("r1"), success, None, LOCK), NOW + 2 * MOMENT)
        assert await due(store, NOW + 2 * MOMENT + SOON) is looked

    on_store(database, story)


def test_a_look_that_was_asked_for_while_one_was_under_way_is_not_forgotten(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await known(store)
        every = EVERY[Concern.DOORS]
        lease = NOW + A_LEASE  # as of the hour's look
        assert await store.care.claim(Concern.DOORS, NOW + every, every, lease, 9) == [G1]
        await told(store, status(LockState.UNLOCKED), NOW + MOMENT)
        await store.care.done(Concern.DOORS, G1, lease, NOW + every)
        assert await due(store, NOW + every + SOON)

    on_store(database, story)


def test_a_silence_of_nukis_is_kept_and_its_end_has_every_door_read(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await known(store)
        assert await store.central.standing() is None
        off = Standing(False, NOW, NOW, Trouble.NOT_READY)
        await store.central.note(off, missed=False)
        assert await store.central.standing() == off
        assert not await due(store, NOW)
        on = Standing(True, NOW + MOMENT, NOW + MOMENT)
        await store.central.note(on, missed=True)
        assert await store.central.standing() == on
        assert await due(store, NOW + MOMENT)

    on_store(database, story)
