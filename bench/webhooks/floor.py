"""The floor under taking webhooks in: rows like theirs, inserted in groups by the same writer, and nothing else.

No HTTP, signature, encryption or settling; as durable (``synchronous=FULL``), as many callers, gathered in the same way
into groups of the same size, ids of the same kind. A third number says how large the groups were.
A process of its own, ``python -m bench.webhooks.floor FOLDER``, so that it can be given the one core the server has.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from pathlib import Path

import uvloop

from bench.load import CONNECTIONS, SECONDS
from keyturn.clock import SystemClock
from keyturn.integration.store.database import to_ms
from keyturn.integration.store.database.sqlite import Sqlite
from keyturn.integration.webhooks.gather import Gather
from keyturn.integration.webhooks.inbox import fresh_id

BODY = secrets.token_bytes(440)
"""As long as a sealed DEVICE_STATUS."""


async def fill(folder: Path) -> tuple[float, float, float]:
    """Inserts per second, the 99th percentile of the waits in ms, and rows in a group."""
    db, clock, groups = Sqlite(folder / f"floor-{secrets.token_hex(4)}.db"), SystemClock(), 0
    waits, end = list[float](), time.monotonic() + SECONDS
    sql = "INSERT INTO inbox (delivery_id, received_at, sealed_body, state) VALUES (?, ?, ?, 'received')"

    async def insert(*rows: tuple[str, int, bytes]) -> None:
        nonlocal groups
        groups += 1
        await db.write(lambda connection: connection.each(sql, rows))

    durable: Gather[tuple[str, int, bytes]] = Gather(insert)

    async def caller() -> None:
        while (start := time.monotonic()) < end:
            now = clock.now()
            await durable((fresh_id(now), to_ms(now), BODY))
            waits.append(time.monotonic() - start)

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    await db.close()
    return len(waits) / SECONDS, sorted(waits)[int(len(waits) * 0.99)] * 1000, len(waits) / groups


if __name__ == "__main__":
    sys.stdout.write(json.dumps(uvloop.run(fill(Path(sys.argv[1])))))
