"""Customers and grants as lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.watch.records import PAGE, CustomerLine, GrantLine, Place

OVERDUE = timedelta(minutes=10)
_FOUND = (
    "(CAST(?4 AS TEXT) = '' OR c.customer_id = ?4 OR lower(substr(c.reference, 1, length(?4))) = lower(?4) "
    "OR c.customer_id IN (SELECT customer_id FROM grants WHERE grant_id = ?4 OR CAST(account_id AS TEXT) = ?4) "
    "OR c.customer_id IN (SELECT customer_id FROM mishaps WHERE reference = upper(?4)))"
)
_ENDED = "g.state IN ('lost', 'disconnected')"  # as the index grants_ended has it
_HEALTH = {
    "": "CAST(?4 AS BIGINT) > 0",
    "active": "g.state = 'active' AND CAST(?4 AS BIGINT) > 0",
    "stale": "g.state = 'stale' AND CAST(?4 AS BIGINT) > 0",
    "lost": f"g.state = 'lost' AND {_ENDED} AND CAST(?4 AS BIGINT) > 0",
    "disconnected": f"g.state = 'disconnected' AND {_ENDED} AND CAST(?4 AS BIGINT) > 0",
    "overdue": "g.state IN ('active', 'stale') AND g.renew_at < CAST(?4 AS BIGINT)",
    "unregistered": "g.state IN ('active', 'stale') AND s.webhook_id IS NULL AND CAST(?4 AS BIGINT) > 0",
}
"""What each choice means. Every one names the instant, so that each has the same values."""


async def customers(db: Database, before: Place, search: str) -> list[CustomerLine]:
    sql = (
        "SELECT c.customer_id, c.reference, c.created_at, count(g.grant_id), "
        "count(CASE WHEN g.state IN ('active', 'stale') THEN 1 END) FROM (SELECT customer_id, reference, created_at "
        f"FROM customers AS c WHERE (created_at, customer_id) < (?1, ?2) AND {_FOUND} "
        "ORDER BY created_at DESC, customer_id DESC LIMIT ?3) AS c LEFT JOIN grants AS g "
        "ON g.customer_id = c.customer_id GROUP BY c.customer_id, c.reference, c.created_at "
        "ORDER BY c.created_at DESC, c.customer_id DESC"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *before, PAGE, search))
    return [
        CustomerLine(
            place=(row[2], row[0]),
            customer_id=CustomerId(row[0]),
            reference=row[1],
            created_at=from_ms(row[2]),
            grants=row[3],
            living=row[4],
        )
        for row in rows
    ]


async def grants(
    db: Database, before: Place, state: str, now: datetime, customer_id: CustomerId | None
) -> list[GrantLine]:
    health = _HEALTH.get(state, _HEALTH[""])
    whose = "CAST(?5 AS TEXT) IS NULL" if customer_id is None else "g.customer_id = ?5"

    async def read(connection: Connection) -> list[GrantLine]:
        sql = (
            "SELECT g.changed_at, g.grant_id, g.customer_id, g.account_id, g.state, g.scopes, g.renew_at, "
            "(SELECT count(*) FROM doors AS d WHERE d.grant_id = g.grant_id), s.webhook_id, g.checked_at "
            "FROM grants AS g LEFT JOIN subscriptions AS s ON s.grant_id = g.grant_id AND s.retired_at IS NULL "
            f"WHERE (g.changed_at, g.grant_id) < (?1, ?2) AND {health} AND {whose} "
            "ORDER BY g.changed_at DESC, g.grant_id DESC LIMIT ?3"
        )
        rows = await connection.rows(sql, *before, PAGE, to_ms(now - OVERDUE), customer_id)
        return [_grant(row) for row in rows]

    return await db.read(read)


def _grant(row: Any) -> GrantLine:
    return GrantLine(
        place=(row[0], row[1]),
        changed_at=from_ms(row[0]),
        grant_id=GrantId(row[1]),
        customer_id=CustomerId(row[2]),
        account_id=row[3],
        state=row[4],
        scopes=row[5],
        renew_at=from_ms(row[6]),
        doors=row[7],
        webhook_id=row[8],
        checked_at=from_ms(row[9]),
    )
