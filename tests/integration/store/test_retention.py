"""What is old goes, little by little or in whole parts; what still waits stays, however old; nothing grows for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests import postgres
from tests.integration.store.rows import ACTION, ENTRY, G1, GRANT, LATER, NOW, on_store

from keyturn.integration.actions.action import ActionEvent, ActionId
from keyturn.integration.activity.entry import Entry
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.endpoint import Endpoint, EndpointState, SigningSecret
from keyturn.integration.notify.event import Event, EventKind
from keyturn.integration.notify.sender import DeliveryState
from keyturn.integration.partners.page import START
from keyturn.integration.settings import Settings
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, batches
from keyturn.integration.store.retention import AGING
from keyturn.integration.store.store import Store
from keyturn.integration.webhooks.events import NotForUs
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.integration.work.retention import Growing, kept
from keyturn.nuki.ids import SmartlockId
from keyturn.secrecy import Secret

WEEK = timedelta(days=7)
OLD = NOW - timedelta(days=8)
STAY = {
    "central_address": "one row",
    "customers": "until erased",
    "erasures": "one row a customer who was erased, to prove it",
    "grants": "until their customer is erased",
    "doors": "as many as there are devices",
    "code_locks": "as many as there are devices",
    "wishes": "one for each device",
    "subscriptions": "one a grant; retired ones go within the hour",
    "api_keys": "made by hand",
    "endpoints": "made by hand",
    "endpoint_secrets": "with their endpoint",
    "connect_link_states": "with their link",
    "case_words": "with their case",
    "leases": "one for each kind of work, and one a grant",
    "webhook_counts": "two days, dropped when the next hour is counted",
    "schema_version": "one row a migration",
}


def _event(event_id: str, at: datetime) -> Event:
    return Event(event_id=event_id, kind=EventKind.ONLINE, at=at, customer_id=CustomerId("c"), facts={})


def _tell(*events: Event) -> Callable[[Connection], Awaitable[None]]:
    async def write(connection: Connection) -> None:
        for event in events:
            await happened(connection, event)

    return write


async def _endpoint(store: Store) -> None:
    endpoint = Endpoint(
        endpoint_id="ep", url="https://a.test", kinds=(), state=EndpointState.ACTIVE, created_at=OLD
    )
    secret = SigningSecret(secret_id="s", endpoint_id="ep", sealed_secret=b"s", created_at=OLD)
    await store.endpoints.add_endpoint(endpoint, secret)


def test_old_deliveries_go_in_batches(database: Path | Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)

    async def story(store: Store) -> None:
        old = [Delivery(f"old{number}", None, OLD, b"sealed") for number in range(7)]
        young = [Delivery(f"young{number}", None, NOW, b"sealed") for number in range(2)]
        waiting = Delivery("waiting", None, OLD, b"sealed")
        await store.inbox.receive(*old, *young, waiting)
        await store.inbox.settle([(delivery, NotForUs("some")) for delivery in (*old, *young)], NOW)
        for _ in range(2):  # the first time there are no parts yet
            await store.retention.forget(Growing.WEBHOOKS, NOW, WEEK)
        left = await store.inbox._db.read(lambda c: c.rows("SELECT delivery_id FROM inbox ORDER BY number"))
        ids = [row[0] for row in left]
        assert ids[-3:] == ["young0", "young1", "waiting"]
        if isinstance(database, Path):
            assert len(ids) == 3

    on_store(database, story)


def test_events_go_with_their_deliveries_and_stay_while_one_is_owed(
    database: Path | Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)

    async def story(store: Store) -> None:
        await store.outbox._db.write(_tell(*[_event(f"e{number}", OLD) for number in range(4)]))
        await _endpoint(store)
        await store.outbox._db.write(_tell(_event("sent", OLD), _event("owed", OLD), _event("new", LATER)))
        for due in await store.outbox.claim(LATER, LATER, 10):
            if due.event.event_id != "owed":
                await store.outbox.delivered(due, DeliveryState.DELIVERED, "HTTP 204", None)
        later = NOW + WEEK  # by then the part that held the old ones is over
        for now in (NOW, later):
            for growing in (Growing.DELIVERIES, Growing.EVENTS):
                await store.retention.forget(growing, now, WEEK - timedelta(days=1))
        left = [event.event_id for _, event in await store.outbox.events(START, 100)]
        assert left == ["owed"], left
        assert [row.event_id for _, row in await store.outbox.deliveries("ep", START, 9)] == ["owed"]
        await store.endpoints.remove_endpoint("ep")
        for growing in (Growing.DELIVERIES, Growing.EVENTS):
            await store.retention.forget(growing, later, WEEK - timedelta(days=1))
        assert await store.outbox.events(START, 100) == []

    on_store(database, story)


def test_an_event_is_sent_once_more_to_old_endpoints_and_new_ones(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.outbox._db.write(_tell(event := _event("e", OLD)))
        await _endpoint(store)
        assert await store.outbox.replay(event, NOW) == 1
        assert await store.outbox.replay(event, LATER) == 1
        assert [row.due_at for _, row in await store.outbox.deliveries("ep", START, 9)] == [LATER]

    on_store(database, story)


def test_actions_go_when_nobody_waits_for_them(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, OLD)
        for number in range(2):
            door = SmartlockId(number)
            action = replace(ACTION, action_id=ActionId(f"a{number}"), smartlock_id=door, requested_at=OLD)
            await store.actions.begin(action)
        await store.actions.close(ActionId("a1"), ActionEvent.REFUSED, OLD)
        await store.retention.forget(Growing.ACTIONS, NOW, WEEK)
        assert [action.action_id for _, action in await store.actions.page(START, 9, None, None)] == ["a0"]

    on_store(database, story)


def test_every_table_that_grows_has_a_keeper(database: Path | Secret) -> None:
    tables = {
        "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'table'",
        "postgres": "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition "
        "AND relnamespace = 'public'::regnamespace",
    }["sqlite" if isinstance(database, Path) else "postgres"]

    async def story(store: Store) -> None:
        await store.open()
        there = {row[0] for row in await store.inbox._db.read(lambda c: c.rows(tables))}
        kept_small = {aging.table for several in AGING.values() for aging in several}
        assert there - kept_small - STAY.keys() == set(), (
            "say how this table is made smaller, or why it does not grow"
        )
        for growing in Growing:
            await store.retention.forget(growing, NOW, WEEK)

    on_store(database, story)


def test_every_kind_has_a_setting_of_its_name() -> None:
    settings = {field for field in Settings.__dataclass_fields__ if field.startswith("keep_")}
    assert {field.split("_")[1] for field in settings} == set(Growing) == AGING.keys()
    told = Settings(base_url="", client_id="", client_secret=Secret(""), database=Path(), keep_events_days=2)
    assert kept(told)[Growing.DELIVERIES] == timedelta(days=2), "never longer than their events"


def entry(number: int, at: datetime) -> Entry:
    return replace(ENTRY, entry_id=f"l{number}", at=at)


@pytest.mark.postgres
def test_parts_are_made_ahead_and_dropped_whole(postgres_server: postgres.Server) -> None:
    async def story(store: Store) -> None:
        async def parts() -> list[str]:
            sql = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'activity'::regclass ORDER BY 1"
            return [row[0] for row in await store.activity._db.read(lambda c: c.rows(sql))]

        async def kept_entries() -> set[str]:
            return {each.entry_id for each in await store.activity.newest(G1, None, LATER + 9 * WEEK, 99)}

        await store.grants.save(GRANT, NOW)
        await store.activity.keep([entry(0, OLD), entry(1, NOW)])
        assert await parts() == ["activity_rest"], "nobody has kept house yet"
        days = timedelta(days=10)
        await store.retention.forget(Growing.ACTIVITY, NOW, days)
        assert len(await parts()) == 2 and await kept_entries() == {"l0", "l1"}
        assert await store.activity.keep([entry(1, NOW)]) == 0, "an entry is known by its id and its instant"
        # Nobody keeps house for a while, and what comes then belongs to no part.
        await store.activity.keep([entry(2, NOW + timedelta(days=5)), entry(3, NOW + timedelta(days=6))])
        await store.retention.forget(Growing.ACTIVITY, NOW + timedelta(days=6), days)
        assert await kept_entries() == {"l0", "l1", "l2", "l3"}
        rest = await store.activity._db.read(lambda c: c.rows("SELECT count(*) FROM activity_rest"))
        assert rest[0][0] == 0, "moved into the part that was made for them"
        before = await parts()
        await store.retention.forget(Growing.ACTIVITY, NOW + timedelta(days=11, hours=1), days)
        assert await kept_entries() == {"l2", "l3"}
        assert len(await parts()) == len(before), "one was dropped, one was made"
        # Read from Nuki later than it is kept: a row that belongs to no part any more.
        await store.activity.keep([entry(4, OLD)])
        await store.retention.forget(Growing.ACTIVITY, NOW + timedelta(days=11, hours=2), days)
        assert await kept_entries() == {"l2", "l3"}

    on_store(postgres_server.fresh(), story)


@pytest.mark.postgres
def test_nobody_who_writes_notices_that_parts_come_and_go(postgres_server: postgres.Server) -> None:
    async def story(store: Store) -> None:
        await store.open()
        kept_days, day = timedelta(days=10), timedelta(days=1)
        over = asyncio.Event()

        async def receive(name: str) -> int:
            number = 0
            while not over.is_set():
                at = NOW + timedelta(hours=number % 960)
                await store.inbox.receive(Delivery(f"{name}{number}", None, at, b"sealed"))
                number += 1
            return number

        receiving = [asyncio.create_task(receive(name)) for name in "abcd"]
        for days in range(30):
            await store.retention.forget(Growing.WEBHOOKS, NOW + days * day, kept_days)
        over.set()
        received = sum(await asyncio.gather(*receiving))
        found = await store.inbox._db.read(lambda c: c.rows("SELECT count(*) FROM inbox WHERE state = 'received'"))
        assert found[0][0] == received, "they wait, so they stay"

    on_store(postgres_server.fresh(), story)
