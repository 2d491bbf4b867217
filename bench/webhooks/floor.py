"""The floor under taking webhooks in: rows like theirs, inserted by the same group-committing writer, and nothing else.

No HTTP, signature, encryption or settling; as durable (``synchronous=FULL``), as many callers, ids of the same kind.
A process of its own, ``python -m bench.webhooks.floor FOLDER``, so that it can be given the one core the server has.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from pathlib import Path

from bench.load import CONNECTIONS, SECONDS
from keyturn.clock import SystemClock
from keyturn.integration.store.database import Connection, to_ms
from keyturn.integration.store.database.sqlite import Sqlite
from keyturn.integration.webhooks.inbox import fresh_id

BODY = secrets.token_bytes(440)
"""As long as a sealed DEVICE_STATUS."""


async def fill(folder: Path) -> tuple[float, float]:
    """Inserts per second, and the 99th percentile of the waits in ms."""
    db, clock = Sqlite(folder / f"floor-{secrets.token_hex(4)}.db"), SystemClock()
    waits, end = list[float](), time.monotonic() + SECONDS

    async def insert(connection: Connection) -> None:
        now = clock.now()
        await connection.change(
            "INSERT INTO inbox (delivery_id, received_at, sealed_body, state) VALUES (?, ?, ?, 'received')",
            *(fresh_id(now), to_ms(now), BODY),
        )

    async def caller() -> None:
        while (start := time.monotonic()) < end:
            await db.write(insert)
            waits.append(time.monotonic() - start)

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    await db.close()
    return len(waits) / SECONDS, sorted(waits)[int(len(waits) * 0.99)] * 1000


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(fill(Path(sys.argv[1])))))
