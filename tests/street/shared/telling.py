"""One of several processes over one database: writes events, or sends them.

Run as a script with a task in JSON; it prints ``ready`` and begins with the first line that comes in.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.notify.endpoint import Endpoints
from keyturn.integration.notify.event import Event, EventKind
from keyturn.integration.notify.sender import Sender
from keyturn.integration.store import Store
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection
from keyturn.secrecy import Secret

WRITERS = 4
"""Transactions under way at once in each process that writes."""


def store_of(told: dict[str, Any]) -> Store:
    named = told["database"]
    return Store(Secret(named) if named.startswith("postgresql:") else Path(named))


async def write(store: Store, name: str, events: int) -> None:
    """Events in transactions that take each its own time, and some of which fail."""
    left = iter(range(events))

    async def go_on() -> None:
        for number in left:

            async def work(connection: Connection, number: int = number) -> None:
                at = datetime.now(UTC)
                told = Event(
                    event_id=f"{name}-{number}",
                    kind=EventKind.ONLINE,
                    at=at,
                    customer_id=CustomerId("c"),
                    facts={},
                )
                await happened(connection, told)
                for _ in range(random.randrange(8)):
                    await connection.rows("SELECT count(*) FROM endpoints")
                if number % 10 == 9:
                    raise ArithmeticError("this one was not to be")

            await asyncio.gather(store._db.write(work), return_exceptions=True)

    await asyncio.gather(*(go_on() for _ in range(WRITERS)))


async def send(store: Store, told: dict[str, Any]) -> None:
    """Whatever is due; each attempt is a line in a file. A process told to hang sends, and never writes it down."""
    clock = SystemClock()
    vault = Vault.from_setting(Secret(told["vault_keys"]))
    sent = os.open(told["sent"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
        os.write(sent, f"{headers['webhook-id']}\n".encode())
        if told["hangs"]:
            print("hangs", flush=True)
            await asyncio.Event().wait()
        await asyncio.sleep(random.uniform(0, 0.01))
        return 204

    await Sender(store.outbox, Endpoints(store.endpoints, vault, clock, True), deliver, clock).sweep()


async def main(told: dict[str, Any]) -> None:
    store = store_of(told)
    await store.open()
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    if "write" in told:
        await write(store, told["write"], told["events"])
    else:
        await send(store, told)
    await store.close()
    print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
