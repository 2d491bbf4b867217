"""Events out and their deliveries: rows of ``events_out`` and ``deliveries_out``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.notify.endpoint import Endpoint, EndpointState
from keyturn.integration.notify.event import Event, EventKind
from keyturn.integration.notify.sender import Delivery, DeliveryState, Due
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms

_EVENT = "number, event_id, kind, at, customer_id, facts"
_DELIVERY = (
    "SELECT o.number, d.event_id, o.kind, d.state, d.attempts, d.outcome, d.due_at FROM deliveries_out AS d "
    "JOIN events_out AS o ON o.event_id = d.event_id AND o.at = d.at"
)
_WANTS_IT = "state = 'active' AND (kinds = '' OR kinds LIKE ?)"
_FAN_OUT = (
    "INSERT INTO deliveries_out (endpoint_id, event_id, at, state, attempts, due_at) "
    "SELECT endpoint_id, CAST(? AS TEXT), CAST(? AS BIGINT), 'waiting', 0, CAST(? AS BIGINT) "
    f"FROM endpoints WHERE {_WANTS_IT} ON CONFLICT DO NOTHING"
)


class OutboxRows:
    """Fulfils ``notify.sender.DeliveryStore``, and what the API needs of events."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def event(self, event_id: str) -> Event | None:
        async def read(connection: Connection) -> Event | None:
            rows = await connection.rows(f"SELECT {_EVENT} FROM events_out WHERE event_id = ?", event_id)
            return _event(rows[0]) if rows else None

        return await self._db.read(read)

    async def events(self, after: Place, limit: int) -> list[Placed[Event]]:
        """Events in the order in which they happened."""

        async def read(connection: Connection) -> list[Placed[Event]]:
            sql = f"SELECT {_EVENT} FROM events_out WHERE number > ? ORDER BY number LIMIT ?"
            return [((row[0], ""), _event(row)) for row in await connection.rows(sql, after[0], limit)]

        return await self._db.read(read)

    async def newest(self) -> Place:
        """The place of the last event there is."""

        async def read(connection: Connection) -> Place:
            rows = await connection.rows("SELECT coalesce(max(number), 0) FROM events_out")
            return (rows[0][0], "")

        return await self._db.read(read)

    async def replay(self, event: Event, now: datetime) -> int:
        """Send an event once more to every endpoint that wants its kind; to how many that is."""

        async def write(connection: Connection) -> int:
            again = (
                "UPDATE deliveries_out SET state = 'waiting', attempts = 0, due_at = ?, lease_until = NULL "
                "WHERE event_id = ? AND at = ? "
                f"AND endpoint_id IN (SELECT endpoint_id FROM endpoints WHERE {_WANTS_IT})"
            )
            at, due, kinds = to_ms(event.at), to_ms(now), f"% {event.kind} %"
            known = await connection.change(again, due, event.event_id, at, kinds)
            return known + await connection.change(_FAN_OUT, event.event_id, at, due, kinds)

        return await self._db.write(write)

    async def deliveries(self, endpoint_id: str, after: Place, limit: int) -> list[Placed[Delivery]]:
        """What became of the events for one endpoint, in their order."""

        async def read(connection: Connection) -> list[Placed[Delivery]]:
            sql = f"{_DELIVERY} WHERE d.endpoint_id = ? AND o.number > ? ORDER BY o.number LIMIT ?"
            rows = await connection.rows(sql, endpoint_id, after[0], limit)
            return [((row[0], ""), _delivery(row)) for row in rows]

        return await self._db.read(read)

    async def retry(self, endpoint_id: str, event_id: str, now: datetime) -> Delivery | None:
        """Make one due now; None if there is none. One that is under way is left to end."""

        async def write(connection: Connection) -> Delivery | None:
            await connection.change(
                "UPDATE deliveries_out SET state = 'waiting', due_at = ?3, lease_until = NULL "
                "WHERE endpoint_id = ?1 AND event_id = ?2 AND (lease_until IS NULL OR lease_until <= ?3)",
                *(endpoint_id, event_id, to_ms(now)),
            )
            sql = f"{_DELIVERY} WHERE d.endpoint_id = ? AND d.event_id = ?"
            rows = await connection.rows(sql, endpoint_id, event_id)
            return _delivery(rows[0]) if rows else None

        return await self._db.write(write)

    async def claim(self, now: datetime, until: datetime, limit: int) -> list[Due]:
        async def write(connection: Connection) -> list[Due]:
            await connection.lock("deliveries")
            found = await connection.rows(
                "SELECT d.endpoint_id, d.attempts, e.url, e.kinds, e.state, e.created_at, "
                "o.number, o.event_id, o.kind, o.at, o.customer_id, o.facts FROM deliveries_out AS d "
                "JOIN endpoints AS e ON e.endpoint_id = d.endpoint_id JOIN events_out AS o "
                "ON o.event_id = d.event_id AND o.at = d.at "
                "WHERE d.state = 'waiting' AND d.due_at <= ?1 AND (d.lease_until IS NULL OR d.lease_until <= ?1) "
                "AND e.state = 'active' ORDER BY d.due_at, o.number LIMIT ?2",
                *(to_ms(now), limit),
            )
            sql = "UPDATE deliveries_out SET lease_until = ? WHERE endpoint_id = ? AND event_id = ?"
            for row in found:
                await connection.change(sql, to_ms(until), row[0], row[7])
            return [
                Due(endpoint=endpoint((row[0], *row[2:6])), event=_event(row[6:12]), attempts=row[1])
                for row in map(tuple, found)
            ]

        return await self._db.write(write)

    async def delivered(self, due: Due, state: DeliveryState, outcome: str, again_at: datetime | None) -> None:
        async def write(connection: Connection) -> None:
            await connection.change(
                "UPDATE deliveries_out SET state = ?, attempts = attempts + 1, outcome = ?, lease_until = NULL, "
                "due_at = coalesce(CAST(? AS BIGINT), due_at) WHERE endpoint_id = ? AND event_id = ?",
                *(state, outcome, None if again_at is None else to_ms(again_at)),
                *(due.endpoint.endpoint_id, due.event.event_id),
            )
            if state is DeliveryState.GONE:
                sql = "UPDATE endpoints SET state = 'gone' WHERE endpoint_id = ?"
                await connection.change(sql, due.endpoint.endpoint_id)

        await self._db.write(write)


async def happened(connection: Connection, event: Event) -> None:
    """Write an event down in the transaction that causes it, with a delivery for each endpoint that wants it."""
    # Numbers must become visible in their order: a reader who has seen 7 never looks for 6 again.
    await connection.lock("events")
    facts = msgspec.json.encode(event.facts).decode()
    await connection.change(
        "INSERT INTO events_out (event_id, kind, at, customer_id, facts) VALUES (?, ?, ?, ?, ?)",
        *(event.event_id, event.kind, to_ms(event.at), event.customer_id, facts),
    )
    await connection.change(_FAN_OUT, event.event_id, to_ms(event.at), to_ms(event.at), f"% {event.kind} %")


async def owner_of(connection: Connection, grant_id: GrantId) -> CustomerId:
    """Whose a grant is."""
    rows = await connection.rows("SELECT customer_id FROM grants WHERE grant_id = ?", grant_id)
    return CustomerId(rows[0][0] if rows else "")


def _delivery(row: Any) -> Delivery:
    return Delivery(
        event_id=row[1],
        kind=EventKind(row[2]),
        state=DeliveryState(row[3]),
        attempts=row[4],
        outcome=row[5],
        due_at=from_ms(row[6]),
    )


def endpoint(row: Any) -> Endpoint:
    """An endpoint as stored; its kinds stand between blanks, so that one can be looked for."""
    return Endpoint(
        endpoint_id=row[0],
        url=row[1],
        kinds=tuple(EventKind(kind) for kind in row[2].split()),
        state=EndpointState(row[3]),
        created_at=from_ms(row[4]),
    )


def _event(row: Any) -> Event:
    return Event(
        number=row[0],
        event_id=row[1],
        kind=EventKind(row[2]),
        at=from_ms(row[3]),
        customer_id=CustomerId(row[4]),
        facts=msgspec.json.decode(row[5]),
    )
