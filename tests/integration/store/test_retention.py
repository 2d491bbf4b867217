"""What is old goes, little by little and altogether; what still waits stays, however old."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.store.rows import LATER, NOW, on_store

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.event import Event, EventKind
from keyturn.integration.partners.page import START
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, batches
from keyturn.integration.store.store import Store
from keyturn.integration.webhooks.events import NotForUs
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.secrecy import Secret

OLD = NOW - timedelta(days=8)


def _event(event_id: str, at: datetime) -> Event:
    return Event(event_id=event_id, kind=EventKind.ONLINE, at=at, customer_id=CustomerId("c"), facts={})


def test_old_deliveries_go_in_batches(database: Path | Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)

    async def story(store: Store) -> None:
        old = [Delivery(f"old{number}", None, OLD, b"sealed") for number in range(7)]
        young = [Delivery(f"young{number}", None, NOW, b"sealed") for number in range(2)]
        waiting = Delivery("waiting", None, OLD, b"sealed")
        await store.inbox.receive(*old, *young, waiting)
        await store.inbox.settle([(delivery, NotForUs("some")) for delivery in (*old, *young)], NOW)
        await store.inbox.forget(OLD, NOW)
        left = await store.inbox._db.read(lambda c: c.rows("SELECT delivery_id FROM inbox ORDER BY number"))
        assert [row[0] for row in left] == ["young0", "young1", "waiting"]

    on_store(database, story)


def test_old_events_go_in_batches(database: Path | Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)

    async def story(store: Store) -> None:
        async def write(connection: Connection) -> None:
            for number, at in enumerate((*[OLD] * 7, LATER)):
                await happened(connection, _event(f"e{number}", at))

        await store.inbox._db.write(write)
        await store.outbox.forget_events(NOW)
        assert [event.event_id for _, event in await store.outbox.events(START, 100)] == ["e7"]

    on_store(database, story)
