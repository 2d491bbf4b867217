"""When each grant was last looked after: columns of ``grants``. A claim moves the instant on: that is its lease."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.database import Connection, Database, to_ms
from keyturn.integration.work.care import Concern

_COLUMN = {Concern.REGISTRATION: "checked_at", Concern.DOORS: "read_at"}


class CareRows:
    """Fulfils ``work.care.CareStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def claim(
        self, concern: Concern, now: datetime, every: timedelta, again: timedelta, limit: int
    ) -> list[GrantId]:
        column = _COLUMN[concern]

        async def write(connection: Connection) -> list[GrantId]:
            await connection.lock(f"care/{concern}")
            rows = await connection.rows(
                f"SELECT grant_id FROM grants WHERE state IN ('active', 'stale') AND {column} <= ?1 "
                f"AND created_at <= ?1 ORDER BY {column} LIMIT ?2",
                *(to_ms(now - every), limit),
            )
            sql = f"UPDATE grants SET {column} = ? WHERE grant_id = ?"
            for row in rows:
                await connection.change(sql, to_ms(now - every + again), row[0])
            return [GrantId(row[0]) for row in rows]

        return await self._db.write(write)

    async def done(self, concern: Concern, grant_id: GrantId, at: datetime) -> None:
        sql = f"UPDATE grants SET {_COLUMN[concern]} = ? WHERE grant_id = ?"
        await self._db.write(lambda connection: connection.change(sql, to_ms(at), grant_id))
