"""Support: rows of ``mishaps``, ``cases`` and ``case_words``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyturn.integration.actions.action import Action
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.notify.event import EventKind, about_case
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store.actions import actions_of
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.store.doors import one_door
from keyturn.integration.support.case import Case, CaseEvent, CaseState, Mishap, Word
from keyturn.nuki.ids import SmartlockId

_CASE = (
    "case_id, code, state, text, opened_at, changed_at, reference, contact, customer_id, grant_id, smartlock_id"
)
_MISHAP = "reference, at, code, request, customer_id, grant_id, smartlock_id"


class CaseRows:
    """Fulfils ``support.desk.DeskStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def note(self, mishap: Mishap) -> None:
        row = (mishap.reference, to_ms(mishap.at), mishap.code, mishap.request, mishap.customer_id)
        sql = f"INSERT INTO mishaps ({_MISHAP}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        values = (*row, mishap.grant_id, mishap.smartlock_id)
        await self._db.write(lambda connection: connection.change(sql, *values))

    async def mishap(self, reference: str) -> Mishap | None:
        async def read(connection: Connection) -> Mishap | None:
            rows = await connection.rows(f"SELECT {_MISHAP} FROM mishaps WHERE reference = ?", reference)
            return _mishap(rows[0]) if rows else None

        return await self._db.read(read)

    async def open_case(self, case: Case) -> Case:
        row = (case.case_id, case.code, case.state, case.text, to_ms(case.opened_at), to_ms(case.changed_at))
        values = (*row, case.reference, case.contact, case.customer_id, case.grant_id, case.smartlock_id)

        async def write(connection: Connection) -> Case:
            made = await connection.change(
                f"INSERT INTO cases ({_CASE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                *values,
            )
            if not made:
                return (await _cases(connection, "reference = ?", case.reference))[0]
            facts = {"grant_id": case.grant_id, "smartlock_id": case.smartlock_id, "code": case.code}
            opened = about_case(EventKind.CASE_OPENED, case.case_id, case.customer_id, facts, case.opened_at)
            await happened(connection, opened)
            return case

        return await self._db.write(write)

    async def case(self, case_id: str) -> Case | None:
        async def read(connection: Connection) -> Case | None:
            found = await _cases(connection, "case_id = ?", case_id)
            return found[0] if found else None

        return await self._db.read(read)

    async def cases(
        self, after: Place, limit: int, customer_id: CustomerId | None, state: CaseState | None
    ) -> list[Placed[Case]]:
        async def read(connection: Connection) -> list[Placed[Case]]:
            found = await _cases(
                connection,
                "(opened_at, case_id) > (?1, ?2) AND (CAST(?3 AS TEXT) IS NULL OR customer_id = ?3) "
                "AND (CAST(?4 AS TEXT) IS NULL OR state = ?4) ORDER BY opened_at, case_id LIMIT ?5",
                *(*after, customer_id, state, limit),
            )
            return [((to_ms(case.opened_at), case.case_id), case) for case in found]

        return await self._db.read(read)

    async def opened_since(self, since: datetime, customer_id: CustomerId | None) -> int:
        async def read(connection: Connection) -> int:
            sql = "SELECT count(*) FROM cases WHERE opened_at > ? AND (CAST(? AS TEXT) IS NULL OR customer_id = ?)"
            rows = await connection.rows(sql, to_ms(since), customer_id, customer_id)
            return int(rows[0][0])

        return await self._db.read(read)

    async def move(self, case_id: str, earlier: CaseState, state: CaseState, word: Word) -> bool:
        async def write(connection: Connection) -> bool:
            sql = "UPDATE cases SET state = ?, changed_at = ? WHERE case_id = ? AND state = ?"
            if not await connection.change(sql, state, to_ms(word.at), case_id, earlier):
                return False
            sql = "INSERT INTO case_words (case_id, at, event, note) VALUES (?, ?, ?, ?)"
            await connection.change(sql, case_id, to_ms(word.at), word.event, word.note)
            whose = (await connection.rows("SELECT customer_id FROM cases WHERE case_id = ?", case_id))[0][0]
            facts = {"event": word.event, "state": state}
            await happened(connection, about_case(EventKind.CASE_MOVED, case_id, whose, facts, word.at))
            return True

        return await self._db.write(write)

    async def tried(
        self, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime, limit: int
    ) -> list[Action]:
        return await self._db.read(lambda connection: actions_of(connection, grant_id, smartlock_id, since, limit))

    async def door(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Door | None:
        return await self._db.read(lambda connection: one_door(connection, grant_id, smartlock_id))


async def _cases(connection: Connection, where: str, *values: Any) -> list[Case]:
    found = await connection.rows(f"SELECT {_CASE} FROM cases WHERE {where}", *values)
    sql = "SELECT at, event, note FROM case_words WHERE case_id = ? ORDER BY number"
    return [_case(row, await connection.rows(sql, row[0])) for row in found]


def _mishap(row: Any) -> Mishap:
    return Mishap(
        reference=row[0],
        at=from_ms(row[1]),
        code=row[2],
        request=row[3],
        customer_id=None if row[4] is None else CustomerId(row[4]),
        grant_id=None if row[5] is None else GrantId(row[5]),
        smartlock_id=None if row[6] is None else SmartlockId(row[6]),
    )


def _case(row: Any, words: Any) -> Case:
    return Case(
        case_id=row[0],
        code=row[1],
        state=CaseState(row[2]),
        text=row[3],
        opened_at=from_ms(row[4]),
        changed_at=from_ms(row[5]),
        reference=row[6],
        contact=row[7],
        customer_id=None if row[8] is None else CustomerId(row[8]),
        grant_id=None if row[9] is None else GrantId(row[9]),
        smartlock_id=None if row[10] is None else SmartlockId(row[10]),
        words=tuple(Word(at=from_ms(word[0]), event=CaseEvent(word[1]), note=word[2]) for word in words),
    )
