"""Actions and codes that are not settled."""

from __future__ import annotations

from datetime import datetime, timedelta

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.database import Database, from_ms, to_ms
from keyturn.integration.watch.records import PAGE, Place, Unsettled

LOOKED_BACK = timedelta(days=7)


async def actions(db: Database, before: Place, now: datetime) -> list[Unsettled]:
    sql = (
        "SELECT a.requested_at, a.action_id, g.customer_id, d.name, a.kind, a.state, a.due_at FROM actions AS a "
        "JOIN grants AS g ON g.grant_id = a.grant_id LEFT JOIN doors AS d ON d.grant_id = a.grant_id "
        "AND d.smartlock_id = a.smartlock_id WHERE a.state IN ('requested', 'accepted', 'unconfirmed', 'unknown') "
        "AND a.requested_at > ?4 AND (a.requested_at, a.action_id) < (?1, ?2) "
        "ORDER BY a.requested_at DESC, a.action_id DESC LIMIT ?3"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *before, PAGE, to_ms(now - LOOKED_BACK)))
    return [
        Unsettled(
            place=(row[0], row[1]),
            since=from_ms(row[0]),
            ident=row[1],
            customer_id=CustomerId(row[2]),
            door=row[3] or "",
            what=row[4],
            state=row[5],
            due_at=None if row[6] is None else from_ms(row[6]),
        )
        for row in rows
    ]


async def codes(db: Database, before: Place) -> list[Unsettled]:
    sql = (
        "SELECT c.requested_at, c.code_id, g.customer_id, d.name, c.state, c.due_at, c.refusal, c.drift "
        "FROM codes AS c JOIN grants AS g ON g.grant_id = c.grant_id LEFT JOIN doors AS d "
        "ON d.grant_id = c.grant_id AND d.smartlock_id = c.smartlock_id "
        "WHERE c.state NOT IN ('on_lock', 'failed', 'removed') AND (c.requested_at, c.code_id) < (?1, ?2) "
        "ORDER BY c.requested_at DESC, c.code_id DESC LIMIT ?3"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *before, PAGE))
    return [
        Unsettled(
            place=(row[0], row[1]),
            since=from_ms(row[0]),
            ident=row[1],
            customer_id=CustomerId(row[2]),
            door=row[3] or "",
            what="code",
            state=row[4],
            due_at=from_ms(row[5]),
            why=row[7] or row[6] or "",
        )
        for row in rows
    ]
