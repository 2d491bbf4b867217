"""Entries of the activity log, each once under Nuki's own id, in the order of Nuki's dates."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import datetime
from typing import Any

from keyturn.integration.activity.entry import SWITCHES, Entry, entry_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.nuki.codes import LogAction
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.scopes import Scope

_COLUMNS = tuple(field.name for field in fields(Entry))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM activity "
_KEEP = f"INSERT INTO activity ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) ON CONFLICT DO NOTHING"


class EntryRows:
    """Fulfils ``activity.reader.EntryStore`` and ``web.activity.page.Book``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def keep(self, entries: list[Entry]) -> int:
        async def write(connection: Connection) -> int:
            return sum([await connection.change(_KEEP, *_row(entry)) for entry in entries])

        return await self._db.write(write)

    async def newest(
        self, grant_id: GrantId, smartlock_id: SmartlockId | None, before: datetime, limit: int
    ) -> list[Entry]:
        """Entries of one door, or of all of a grant, older than ``before``: the newest first."""

        async def read(connection: Connection) -> list[Entry]:
            sql = (
                f"{_SELECT}WHERE grant_id = ?1 AND at < ?2 AND (CAST(?3 AS BIGINT) IS NULL OR smartlock_id = ?3) "
                "ORDER BY at DESC, entry_id DESC LIMIT ?4"
            )
            return [
                _entry(row) for row in await connection.rows(sql, grant_id, to_ms(before), smartlock_id, limit)
            ]

        return await self._db.read(read)

    async def instants(self, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime) -> list[datetime]:
        """When something happened at a door."""

        async def read(connection: Connection) -> list[datetime]:
            sql = "SELECT at FROM activity WHERE grant_id = ? AND smartlock_id = ? AND at >= ?"
            return [from_ms(row[0]) for row in await connection.rows(sql, grant_id, smartlock_id, to_ms(since))]

        return await self._db.read(read)

    async def switched_off(self, grant_id: GrantId, smartlock_id: SmartlockId) -> bool:
        """Whether the last thing the device said about its log is that it is off."""

        async def read(connection: Connection) -> bool:
            sql = (
                "SELECT deed FROM activity WHERE grant_id = ? AND smartlock_id = ? AND deed IN (?, ?) "
                "ORDER BY at DESC, entry_id DESC LIMIT 1"
            )
            rows = await connection.rows(sql, grant_id, smartlock_id, *(int(each) for each in SWITCHES))
            return bool(rows) and rows[0][0] == LogAction.LOG_OFF

        return await self._db.read(read)


async def tell_entry(connection: Connection, told: SmartlockLog, grant_id: GrantId | None) -> bool:
    """An entry, as told by a webhook: for its grant, or for all that share the door and may read its log (central).

    False if nobody may, or if it is known already.
    """
    sql = (
        "SELECT d.grant_id, g.scopes FROM doors AS d JOIN grants AS g ON g.grant_id = d.grant_id "
        "WHERE d.smartlock_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR d.grant_id = ?2)"
    )
    new = 0
    for row in await connection.rows(sql, told.smartlock_id, grant_id):
        entry = entry_of(GrantId(row[0]), told) if Scope.SMARTLOCK_LOG in row[1].split() else None
        if entry is not None:
            new += await connection.change(_KEEP, *_row(entry))
    return new > 0


def _row(entry: Entry) -> tuple[Any, ...]:
    return tuple(to_ms(value) if isinstance(value, datetime) else value for value in astuple(entry))


def _entry(row: Any) -> Entry:
    told = dict(zip(_COLUMNS, row, strict=True))
    return Entry(**told | {"at": from_ms(told["at"]), "by_itself": bool(told["by_itself"])})
