"""Dropping what is old: whole parts where there are any, else a little at a time, so that nobody waits long."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.store.database.seam import Aging, Connection, Database

BATCH = 1000
"""Rows dropped in one transaction."""


async def forget(db: Database, aging: Aging, now: datetime, kept: timedelta) -> None:
    """Drop the rows that are older than ``kept``, but for those that stay."""
    before = await db.drop_parts(aging, now, kept)
    sql = (
        f"DELETE FROM {aging.table} WHERE ({aging.key}) IN (SELECT {aging.key} FROM {aging.table} "
        f"WHERE {aging.at} < ? AND NOT ({aging.stays}) ORDER BY {aging.at} LIMIT ?)"
    )

    async def drop(connection: Connection) -> int:
        return await connection.change(sql, before, BATCH)

    while await db.write(drop) >= BATCH:
        pass
