"""When each grant was last looked after: columns of ``grants``. A claim moves the instant on: that is its lease."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.database import Connection, Database, to_ms
from keyturn.integration.work.care import EVERY, Concern

_COLUMN = {Concern.REGISTRATION: "checked_at", Concern.DOORS: "read_at"}


class CareRows:
    """Fulfils ``work.care.CareStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def claim(
        self, concern: Concern, now: datetime, every: timedelta, lease: datetime, limit: int
    ) -> list[GrantId]:
        column = _COLUMN[concern]

        async def write(connection: Connection) -> list[GrantId]:
            await connection.lock(f"care/{concern}")
            rows = await connection.rows(
                f"SELECT grant_id FROM grants WHERE state IN ('active', 'stale') AND {column} <= ? "
                f"ORDER BY {column} LIMIT ?",
                *(to_ms(now - every), limit),
            )
            sql = f"UPDATE grants SET {column} = ? WHERE grant_id = ?"
            for row in rows:
                await connection.change(sql, to_ms(lease), row[0])
            return [GrantId(row[0]) for row in rows]

        return await self._db.write(write)

    async def done(self, concern: Concern, grant_id: GrantId, lease: datetime, at: datetime) -> None:
        column = _COLUMN[concern]
        sql = f"UPDATE grants SET {column} = ? WHERE grant_id = ? AND {column} = ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(at), grant_id, to_ms(lease)))


async def read_soon(connection: Connection, grant_id: GrantId, at: datetime) -> None:
    """Have the doors of a grant read at ``at``, unless they are read before."""
    due = to_ms(at - EVERY[Concern.DOORS])
    await connection.change("UPDATE grants SET read_at = ?1 WHERE grant_id = ?2 AND read_at > ?1", due, grant_id)


async def read_all_soon(connection: Connection, at: datetime) -> None:
    """Have the doors of every grant read from ``at`` on, as fast as the rounds go."""
    await connection.change("UPDATE grants SET read_at = ?1 WHERE read_at > ?1", to_ms(at - EVERY[Concern.DOORS]))
