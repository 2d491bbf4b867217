"""One customer's whole story: what every room has written down about them, in one order, the latest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.watch.records import PAGE, Moment

_MINE = "grant_id IN (SELECT grant_id FROM grants WHERE customer_id = ?1)"
_DOOR = "LEFT JOIN doors AS d ON d.grant_id = x.grant_id AND d.smartlock_id = x.smartlock_id"
_SOURCES = {
    "came": "SELECT created_at AS at, customer_id, '', '' FROM customers WHERE customer_id = ?1",
    "connected": "SELECT created_at AS at, grant_id, scopes, '' FROM grants WHERE customer_id = ?1",
    "ended": (
        "SELECT changed_at AS at, grant_id, '', state FROM grants "
        "WHERE customer_id = ?1 AND state IN ('lost', 'disconnected')"
    ),
    "action": (f"SELECT x.requested_at AS at, d.name, x.kind, x.state FROM actions AS x {_DOOR} WHERE x.{_MINE}"),
    "settled": (
        "SELECT x.settled_at AS at, d.name, coalesce(x.error_code, x.refusal, x.kind), x.state FROM actions AS x "
        f"{_DOOR} WHERE x.settled_at IS NOT NULL AND x.{_MINE}"
    ),
    "code": (
        "SELECT x.requested_at AS at, d.name, coalesce(x.drift, x.refusal, ''), x.state FROM codes AS x "
        f"{_DOOR} WHERE x.{_MINE}"
    ),
    "invitation": (
        "SELECT x.requested_at AS at, d.name, coalesce(x.error_code, x.refusal, ''), x.state FROM invites AS x "
        f"{_DOOR} WHERE x.{_MINE}"
    ),
    "webhook": (f"SELECT received_at AS at, grant_id, coalesce(error_code, ''), state FROM inbox WHERE {_MINE}"),
    "event": "SELECT at, event_id, kind, '' FROM events_out WHERE customer_id = ?1",
    "mishap": "SELECT at, reference, code, '' FROM mishaps WHERE customer_id = ?1",
    "case": "SELECT opened_at AS at, case_id, code, state FROM cases WHERE customer_id = ?1",
}
"""One query for each kind of moment: at, subject, detail, state. Nobody's digits, names or words are among them.

In the order in which they follow each other within one instant.
"""


KINDS = tuple(_SOURCES)


async def story(db: Database, customer_id: CustomerId, before: datetime) -> list[Moment]:
    async def read(connection: Connection) -> list[Moment]:
        found: list[Moment] = []
        for what, query in reversed(_SOURCES.items()):
            sql = f"SELECT * FROM ({query}) AS moments WHERE at < ?2 ORDER BY at DESC LIMIT ?3"
            found += [_moment(what, row) for row in await connection.rows(sql, customer_id, to_ms(before), PAGE)]
        return sorted(found, key=lambda each: each.at, reverse=True)[:PAGE]

    return await db.read(read)


def _moment(what: str, row: Any) -> Moment:
    return Moment(at=from_ms(row[0]), what=what, subject=row[1] or "", detail=row[2] or "", state=row[3] or "")
