"""Connections begun: rows of ``pending``."""

from __future__ import annotations

from datetime import timedelta

import apsw

from keyturn.integration.connect.pending import LIFETIME, Begun
from keyturn.integration.store.sqlite import Sqlite, from_ms, to_ms


class PendingRows:
    """Fulfils ``connect.pending.PendingStore``."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db

    async def remember(self, state_hash: str, begun: Begun) -> None:
        def write(connection: apsw.Connection) -> None:
            long_gone = begun.expires_at - LIFETIME - timedelta(hours=1)
            connection.execute("DELETE FROM pending WHERE expires_at < ?", (to_ms(long_gone),))
            row = (state_hash, begun.browser_hash, to_ms(begun.expires_at))
            connection.execute("INSERT INTO pending VALUES (?, ?, ?)", row)

        await self._db.write(write)

    async def consume(self, state_hash: str) -> Begun | None:
        def write(connection: apsw.Connection) -> Begun | None:
            row = connection.execute(
                "DELETE FROM pending WHERE state_hash = ? RETURNING browser_hash, expires_at", (state_hash,)
            ).get
            return Begun(row[0], from_ms(row[1])) if row else None

        return await self._db.write(write)
