"""Who does what only one process may do: rows of ``leases``."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.store.database import Database, to_ms


class LeaseRows:
    """Fulfils ``work.leases.LeaseStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        sql = (
            "INSERT INTO leases (name, holder, held_until) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE "
            "SET holder = excluded.holder, held_until = excluded.held_until "
            "WHERE leases.held_until <= ?4 OR leases.holder = excluded.holder"
        )
        row = (name, holder, to_ms(until), to_ms(now))
        return await self._db.write(lambda connection: connection.change(sql, *row)) == 1

    async def let_go(self, name: str, holder: str) -> None:
        sql = "DELETE FROM leases WHERE name = ? AND holder = ?"
        await self._db.write(lambda connection: connection.change(sql, name, holder))
