"""Connections begun: rows of ``pending``."""

from __future__ import annotations

from keyturn.integration.connect.pending import Begun
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms


class PendingRows:
    """Fulfils ``connect.pending.PendingStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def remember(self, state_hash: str, begun: Begun) -> None:
        async def write(connection: Connection) -> None:
            row = (state_hash, begun.browser_hash, to_ms(begun.expires_at))
            await connection.change("INSERT INTO pending VALUES (?, ?, ?)", *row)

        await self._db.write(write)

    async def consume(self, state_hash: str) -> Begun | None:
        async def write(connection: Connection) -> Begun | None:
            sql = "DELETE FROM pending WHERE state_hash = ? RETURNING browser_hash, expires_at"
            rows = await connection.rows(sql, state_hash)
            return Begun(rows[0][0], from_ms(rows[0][1])) if rows else None

        return await self._db.write(write)
