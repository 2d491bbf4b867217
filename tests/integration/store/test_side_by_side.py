"""Processes at work on one database at once: nothing is missed, nothing is done twice, the newest wins.

Two stores of one test stand for two processes: they share nothing but the database.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.integration.store.rows import ACTION, DOOR, G1, G2, GRANT, LATER, LOCK, NOW

from keyturn.integration.actions.action import ActionEvent, ActionId, ActionState
from keyturn.integration.grants.grant import CustomerId, GrantId, GrantState
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import ActionSettled, StatusChanged
from keyturn.integration.webhooks.inbox import Delivery, Opened
from keyturn.integration.webhooks.registrations import Subscription
from keyturn.nuki.ids import AccountId, RequestId, SmartlockId, WebhookId
from keyturn.nuki.models.smartlock import State
from keyturn.secrecy import Secret

ROUNDS = 60


def on_two(database: Path | Secret, story: Callable[[Store, Store], Awaitable[None]]) -> None:
    async def run() -> None:
        one, other = Store(database), Store(database)
        try:
            await asyncio.gather(one.open(), other.open())  # two that start at once migrate once
            await one.grants.save(GRANT, NOW)
            await story(one, other)
        finally:
            await one.close()
            await other.close()

    asyncio.run(run())


async def soon(work: Awaitable[None]) -> None:
    await asyncio.sleep(random.uniform(0, 0.003))
    await work


@pytest.mark.parametrize("also_overdue", [False, True], ids=["", "the deadline passes in the same moment"])
def test_an_answer_and_its_confirmation_never_miss_each_other(database: Path | Secret, also_overdue: bool) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(ROUNDS):
            door, action_id, request = SmartlockId(number), ActionId(f"a{number}"), RequestId(f"r{number}")
            await one.actions.begin(replace(ACTION, action_id=action_id, smartlock_id=door))
            delivery = Delivery(f"d{number}", G1, NOW, b"sealed")
            await other.inbox.receive(delivery)
            settled: list[Opened] = [(delivery, ActionSettled(request, True, None, door))]
            at_once = [
                soon(one.actions.accept(action_id, request, LATER, NOW)),
                soon(other.inbox.settle(settled, NOW)),
            ]
            if also_overdue:
                at_once.append(soon(other.actions.close(action_id, ActionEvent.OVERDUE, LATER)))
            await asyncio.gather(*at_once)
            action = await one.actions.action(action_id)
            assert action is not None
            assert action.state is ActionState.CONFIRMED, number

    on_two(database, story)


def test_a_door_is_asked_once_however_many_ask(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(ROUNDS // 3):
            door = SmartlockId(number)
            asked = [
                replace(ACTION, action_id=ActionId(f"a{number}-{n}"), smartlock_id=door, requested_at=LATER)
                for n in range(4)
            ]
            begun = await asyncio.gather(
                *((one, other)[n % 2].actions.begin(action) for n, action in enumerate(asked))
            )
            assert len([action for action in begun if action is not None]) == 1
            same = replace(asked[0], action_id=ActionId(f"same{number}"), smartlock_id=SmartlockId(1000 + number))
            twice = await asyncio.gather(one.actions.begin(same), other.actions.begin(same))
            assert set(twice) == {same}

    on_two(database, story)


def test_a_lease_goes_to_one(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(ROUNDS // 3):
            grant_id = GrantId(f"lease{number}")
            await one.grants.save(replace(GRANT, grant_id=grant_id), NOW)
            taken = await asyncio.gather(
                *((one, other)[n % 2].grants.take_lease(grant_id, 1, f"holder{n}", NOW, LATER) for n in range(8))
            )
            assert sorted(taken) == [False] * 7 + [True]

    on_two(database, story)


def test_two_connections_of_one_account_leave_one_grant(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(ROUNDS // 3):
            account, customer = AccountId(number), CustomerId(f"customer{number}")
            first, second = GrantId(f"first{number}"), GrantId(f"second{number}")
            for grant_id in (first, second):
                await one.grants.save(replace(GRANT, grant_id=grant_id, customer_id=customer), NOW)
            await asyncio.gather(
                one.grants.settle_account(first, account, NOW), other.grants.settle_account(second, account, NOW)
            )
            states = sorted(grant.state for grant in await one.grants.grants_of(customer))
            assert states == [GrantState.ACTIVE, GrantState.DISCONNECTED]

    on_two(database, story)


def test_a_grant_registered_twice_at_once_has_one_registration(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(ROUNDS // 3):
            pair = [
                Subscription(f"{name}{number}", G1, WebhookId(number), b"sealed", NOW)
                for name in ("left", "right")
            ]
            await asyncio.gather(
                one.subscriptions.keep_subscription(pair[0]), other.subscriptions.keep_subscription(pair[1])
            )
            assert await one.subscriptions.subscription_of(G1) in pair
            kept = [await other.subscriptions.subscription_at(each.address) for each in pair]
            assert sorted(each.retired for each in kept if each is not None) == [False, True]

    on_two(database, story)


def status(state: int) -> StatusChanged:
    shown = State(
        mode=2,
        state=state,
        trigger=0,
        last_action=1,
        battery_critical=False,
        door_state=2,
        ring_to_open_timer=0,
        night_mode=False,
    )
    return StatusChanged(LOCK, shown, 0, 0)


def test_what_came_last_is_shown_whoever_settles_it(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        await one.doors.replace_doors(G1, [DOOR])
        for number in range(1, ROUNDS):
            at = NOW + timedelta(seconds=number)
            earlier = Delivery(f"e{number}", G1, at - timedelta(milliseconds=1), b"sealed")
            later = Delivery(f"l{number}", G1, at, b"sealed")
            for delivery in (earlier, later):
                await one.inbox.receive(delivery)
            both: list[Opened] = [(earlier, status(1)), (later, status(3))]
            await asyncio.gather(  # one is behind: its look at what waits was the older one
                soon(one.inbox.settle(both, at)), soon(other.inbox.settle(both[1:], at))
            )
            assert [door.state for door in await other.doors.doors(G1)] == [3]
            assert await one.inbox.waiting(10) == []

    on_two(database, story)


def test_batches_that_cross_each_other_are_all_settled(database: Path | Secret) -> None:
    """Two processes that change the same doors in opposite orders."""

    async def story(one: Store, other: Store) -> None:
        await one.grants.save(replace(GRANT, grant_id=G2), NOW)
        doors = [SmartlockId(number) for number in range(8)]
        await one.doors.replace_doors(G1, [replace(DOOR, smartlock_id=door) for door in doors])
        for number in range(5):
            at = NOW + timedelta(seconds=number + 1)
            batches = []
            for name, order in (("up", doors), ("down", doors[::-1])):
                deliveries = [Delivery(f"{name}{number}-{door}", G1, at, b"sealed") for door in order]
                for delivery in deliveries:
                    await one.inbox.receive(delivery)
                events = [replace(status(3), smartlock_id=door) for door in order]
                batch: list[Opened] = list(zip(deliveries, events, strict=True))
                batches.append(batch)
            await asyncio.gather(one.inbox.settle(batches[0], at), other.inbox.settle(batches[1], at))
            assert await one.inbox.waiting(100) == []
            assert {door.known_at for door in await one.doors.doors(G1)} == {at}

    on_two(database, story)


def test_what_a_page_may_show_is_heard_by_the_other(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        heard: asyncio.Queue[str | None] = asyncio.Queue()
        listening = asyncio.create_task(other.listen(heard.put_nowait))
        assert await heard.get() is None, "at first everything may have changed"
        for number in range(10):
            await one.doors.replace_doors(G1, [replace(DOOR, state=number)])
            assert await asyncio.wait_for(heard.get(), 10) in (None, GRANT.customer_id)
            while not heard.empty():
                heard.get_nowait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    on_two(database, story)


def test_a_caller_who_leaves_undoes_nothing(database: Path | Secret) -> None:
    async def story(one: Store, other: Store) -> None:
        for number in range(20):
            receiving = asyncio.create_task(one.inbox.receive(Delivery(f"d{number}", G1, NOW, b"sealed")))
            await asyncio.sleep(0 if number % 2 else 0.001)
            receiving.cancel()
            await asyncio.gather(receiving, return_exceptions=True)
        await one.close()
        assert len(await other.inbox.waiting(100)) == 20

    on_two(database, story)
