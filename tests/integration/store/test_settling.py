"""What a delivery changes, and that it changes it together with its own mark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.store.rows import ACTION, DOOR, G1, G2, GRANT, LATER, LOCK, NOW, on_store

from keyturn.integration.actions.action import ActionState
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import ActionSettled, StatusChanged
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.nuki.ids import RequestId, SmartlockId
from keyturn.nuki.models.smartlock import State
from keyturn.secrecy import Secret


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("success", [True, False])
def test_a_confirmation_settles_its_action_early_or_late(
    database: Path | Secret, early: bool, success: bool
) -> None:
    request, delivery = RequestId("r1"), Delivery("d1", G1, NOW, b"sealed")
    event = ActionSettled(request, success, None if success else "42", LOCK)

    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        await store.inbox.receive(delivery)
        if early:
            await store.inbox.settle([(delivery, event)], NOW)
        await store.actions.accept(ACTION.action_id, request, LATER, NOW)
        if not early:
            await store.inbox.settle([(delivery, event)], NOW)
        settled = await store.actions.action(ACTION.action_id)
        assert settled is not None
        assert settled.state is (ActionState.CONFIRMED if success else ActionState.FAILED)
        assert settled.error_code == (None if success else "42")
        assert await store.inbox.waiting(10) == []

    on_store(database, story)


@pytest.mark.parametrize(
    ("grant_id", "smartlock_id"), [(G2, LOCK), (G1, SmartlockId(1))], ids=["another grant", "another door"]
)
@pytest.mark.parametrize("early", [True, False])
def test_a_confirmation_of_something_else_settles_nothing(
    database: Path | Secret, grant_id: GrantId, smartlock_id: SmartlockId, early: bool
) -> None:
    request, delivery = RequestId("r1"), Delivery("d1", grant_id, NOW, b"sealed")

    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        await store.actions.begin(ACTION)
        await store.inbox.receive(delivery)
        event = ActionSettled(request, True, None, smartlock_id)
        if early:
            await store.inbox.settle([(delivery, event)], NOW)
        await store.actions.accept(ACTION.action_id, request, LATER, NOW)
        if not early:
            await store.inbox.settle([(delivery, event)], NOW)
        action = await store.actions.action(ACTION.action_id)
        assert action is not None
        assert action.state is ActionState.ACCEPTED

    on_store(database, story)


def status(state: int, smartlock_id: SmartlockId = LOCK) -> StatusChanged:
    shown = State(
        mode=2,
        state=state,
        trigger=0,
        last_action=1,
        battery_critical=True,
        door_state=3,
        ring_to_open_timer=0,
        night_mode=False,
    )
    return StatusChanged(smartlock_id, shown, 4, 0)


def test_what_was_told_after_we_asked_is_not_overwritten_by_the_answer(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        gone = replace(DOOR, smartlock_id=SmartlockId(5))
        await store.doors.replace_doors(G1, [DOOR, gone])
        delivery = Delivery("d1", G1, LATER, b"sealed")
        await store.inbox.receive(delivery)
        await store.inbox.settle([(delivery, status(3))], LATER)
        told = replace(
            DOOR,
            state=3,
            door_state=3,
            server_state=4,
            battery_critical=True,
            battery_charge=None,
            known_at=LATER,
            told=True,
            mode=2,
            opened_at=LATER,
        )
        await store.doors.replace_doors(G1, [DOOR])
        assert await store.doors.doors(G1) == [told]

    on_store(database, story)


@pytest.mark.parametrize(("grant_id", "changed"), [(G1, {G1}), (None, {G1, G2}), (GrantId("g3"), set())])
def test_a_status_reaches_the_doors_of_its_grant_or_of_all(
    database: Path | Secret, grant_id: GrantId | None, changed: set[GrantId]
) -> None:
    async def story(store: Store) -> None:
        for each in (G1, G2):
            await store.grants.save(replace(GRANT, grant_id=each), NOW)
            await store.doors.replace_doors(each, [replace(DOOR, grant_id=each)])
        delivery = Delivery("d1", grant_id, LATER, b"sealed")
        await store.inbox.receive(delivery)
        await store.inbox.settle([(delivery, status(3))], LATER)
        seen = {each for each in (G1, G2) if (await store.doors.doors(each))[0].state == 3}
        assert seen == changed
        assert await store.inbox.waiting(10) == []

    on_store(database, story)
