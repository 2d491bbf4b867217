"""Events of several processes: a reader with a cursor misses none, and a living sender sends each once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.street.shared import telling

from keyturn.clock import Clock, SystemClock, VirtualClock
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.notify.endpoint import Endpoints
from keyturn.integration.notify.event import Event, EventKind
from keyturn.integration.notify.sender import LEASE, Sender
from keyturn.integration.partners.page import START
from keyturn.integration.store import Store
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
PATIENCE_SECONDS = 60.0
PROCESSES, EVENTS = 3, 200


@contextmanager
def processes(*tasks: dict[str, Any]) -> Iterator[list[subprocess.Popen[str]]]:
    """Started, and let loose together."""
    command = [sys.executable, str(Path(telling.__file__))]
    people = [
        subprocess.Popen([*command, json.dumps(task)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for task in tasks
    ]
    try:
        for process in people:
            assert heard(process) == "ready"
        for process in people:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        yield people
    finally:
        for process in people:
            process.kill()
            process.communicate(timeout=PATIENCE_SECONDS)


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def place_of(database: Path | Secret) -> dict[str, Any]:
    return {"database": database.reveal() if isinstance(database, Secret) else str(database)}


def test_a_reader_with_a_cursor_misses_no_event_of_any_process(database: Path | Secret) -> None:
    tasks = [place_of(database) | {"write": f"w{n}", "events": EVENTS} for n in range(PROCESSES)]
    expected = {f"w{n}-{number}" for n in range(PROCESSES) for number in range(EVENTS) if number % 10 != 9}

    async def read() -> list[str]:
        store, cursor, read = telling.store_of(place_of(database)), START, list[str]()
        end = time.monotonic() + PATIENCE_SECONDS
        while len(read) < len(expected) and time.monotonic() < end:
            page = await store.outbox.events(cursor, 7)
            read += [event.event_id for _, event in page]
            cursor = page[-1][0] if page else cursor
        await store.close()
        return read

    with processes(*tasks) as people:
        read_while_they_write = asyncio.run(read())
        assert [heard(process) for process in people] == ["done"] * PROCESSES
    assert len(read_while_they_write) == len(expected)
    assert set(read_while_they_write) == expected


async def things_to_send(store: Store, vault: Vault) -> None:
    await Endpoints(store.endpoints, vault, SystemClock(), True).register("http://127.0.0.1:9/events", ())

    async def write(connection: Connection) -> None:
        at = datetime.now(UTC)
        for number in range(EVENTS):
            kind, customer_id = EventKind.ONLINE, CustomerId("c")
            told = Event(event_id=f"e{number}", kind=kind, at=at, customer_id=customer_id, facts={})
            await happened(connection, told)

    await store._db.write(write)


def prepared(database: Path | Secret, sent: Path) -> dict[str, Any]:
    """A database with events to send, and what a process that sends them is told."""
    keys = new_key("k")

    async def prepare() -> None:
        store = telling.store_of(place_of(database))
        await things_to_send(store, Vault.from_setting(keys))
        await store.close()

    asyncio.run(prepare())
    return place_of(database) | {"sent": str(sent), "vault_keys": keys.reveal(), "hangs": False}


def test_senders_side_by_side_send_each_event_once(database: Path | Secret, tmp_path: Path) -> None:
    told = prepared(database, sent := tmp_path / "sent")
    with processes(*[told] * PROCESSES) as people:
        assert [heard(process) for process in people] == ["done"] * PROCESSES
    assert Counter(sent.read_text().split()) == {f"e{number}": 1 for number in range(EVENTS)}


def test_what_a_killed_sender_had_under_way_is_sent_again_when_its_lease_is_over(
    database: Path | Secret, tmp_path: Path
) -> None:
    told = prepared(database, sent := tmp_path / "sent")
    with processes(told | {"hangs": True}) as (dying,):
        assert heard(dying) == "hangs"
        dying.kill()
    under_way = set(sent.read_text().split())
    assert under_way

    async def sent_by_another(clock: Clock) -> list[str]:
        store, now = telling.store_of(place_of(database)), list[str]()

        async def deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
            now.append(headers["webhook-id"])
            return 204

        vault = Vault.from_setting(Secret(told["vault_keys"]))
        await Sender(store.outbox, Endpoints(store.endpoints, vault, clock, True), deliver, clock).sweep()
        await store.close()
        return now

    at_once = asyncio.run(sent_by_another(SystemClock()))
    later = asyncio.run(sent_by_another(VirtualClock(datetime.now(UTC) + LEASE)))
    assert not under_way & set(at_once), "while the lease lasts they are nobody else's"
    assert under_way <= set(later)
    assert Counter(at_once + later) == {f"e{number}": 1 for number in range(EVENTS)}
