"""What comes in, what goes out, and how much of it in each hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.watch.records import PAGE, DeliveryLine, EndpointLine, Hour, OutLine, Place

HOUR_MS, HOURS = 3_600_000, 24


async def deliveries(db: Database, before: Place, state: str) -> list[DeliveryLine]:
    sql = (
        "SELECT i.received_at, i.delivery_id, i.grant_id, g.customer_id, i.state, i.error_code FROM inbox AS i "
        "LEFT JOIN grants AS g ON g.grant_id = i.grant_id WHERE (i.received_at, i.delivery_id) < (?1, ?2) "
        "AND (CAST(?4 AS TEXT) = '' OR i.state = ?4) ORDER BY i.received_at DESC, i.delivery_id DESC LIMIT ?3"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *before, PAGE, state))
    return [
        DeliveryLine(
            place=(row[0], row[1]),
            at=from_ms(row[0]),
            delivery_id=row[1],
            grant_id=None if row[2] is None else GrantId(row[2]),
            customer_id=None if row[3] is None else CustomerId(row[3]),
            state=row[4],
            error_code=row[5] or "",
        )
        for row in rows
    ]


async def endpoints(db: Database) -> list[EndpointLine]:
    async def read(connection: Connection) -> list[EndpointLine]:
        counted = await connection.rows(
            "SELECT endpoint_id, state, count(*) FROM deliveries_out GROUP BY endpoint_id, state"
        )
        by: dict[str, dict[str, int]] = {}
        for endpoint_id, state, number in counted:
            by.setdefault(endpoint_id, {})[state] = number
        sql = "SELECT endpoint_id, url, state, kinds FROM endpoints ORDER BY created_at, endpoint_id LIMIT 500"
        return [
            EndpointLine(
                endpoint_id=row[0],
                url=row[1].partition("?")[0],
                state=row[2],
                kinds=", ".join(row[3].split()),
                deliveries=by.get(row[0], {}),
            )
            for row in await connection.rows(sql)
        ]

    return await db.read(read)


async def outgoing(db: Database, before: Place, state: str) -> list[OutLine]:
    sql = (
        "SELECT o.number, o.event_id, o.kind, o.at, o.customer_id, d.endpoint_id, d.state, d.attempts, d.due_at, "
        "d.outcome FROM events_out AS o JOIN deliveries_out AS d ON d.event_id = o.event_id AND d.at = o.at "
        "WHERE (o.number, d.endpoint_id) < (?1, ?2) AND (CAST(?4 AS TEXT) = '' OR d.state = ?4) "
        "ORDER BY o.number DESC, d.endpoint_id DESC LIMIT ?3"
    )
    rows = await db.read(lambda connection: connection.rows(sql, *before, PAGE, state))
    return [
        OutLine(
            place=(row[0], row[5]),
            event_id=row[1],
            kind=row[2],
            at=from_ms(row[3]),
            customer_id=CustomerId(row[4]),
            endpoint_id=row[5],
            state=row[6],
            attempts=row[7],
            due_at=from_ms(row[8]),
            outcome=row[9] or "",
        )
        for row in rows
    ]


async def actions_by_hour(db: Database, now: datetime) -> list[Hour]:
    sql = (
        f"SELECT requested_at / {HOUR_MS} AS hour, state, count(*) FROM actions WHERE requested_at >= ? "
        "GROUP BY hour, state"
    )
    rows = await db.read(lambda connection: connection.rows(sql, _first(now) * HOUR_MS))
    return _hours(now, rows)


async def webhooks_by_hour(db: Database, now: datetime) -> list[Hour]:
    sql = "SELECT hour, outcome, number FROM webhook_counts WHERE hour >= ?"
    return _hours(now, await db.read(lambda connection: connection.rows(sql, _first(now))))


def _first(now: datetime) -> int:
    return to_ms(now) // HOUR_MS - HOURS + 1


def _hours(now: datetime, rows: list[Any]) -> list[Hour]:
    """Every hour, also those in which nothing happened."""
    first = _first(now)
    found: list[dict[str, int]] = [{} for _ in range(HOURS)]
    for hour, outcome, number in rows:
        if 0 <= hour - first < HOURS:
            found[hour - first][outcome] = number
    begin = from_ms(first * HOUR_MS)
    return [Hour(at=begin + timedelta(hours=index), counts=counts) for index, counts in enumerate(found)]
