"""Everything about one customer, deleted for good: SQLite overwrites the rows, PostgreSQL with its next vacuum."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.event import about_erasure
from keyturn.integration.store.company.outbox import happened
from keyturn.integration.store.database import Connection, Database, to_ms

_MINE = "grant_id IN (SELECT grant_id FROM grants WHERE customer_id = ?1)"
_EVENTS = "SELECT event_id FROM events_out WHERE customer_id = ?1"
ERASED: dict[str, str] = {
    "deliveries_out": f"event_id IN ({_EVENTS})",
    "events_out": "customer_id = ?1",
    "inbox": _MINE,
    "activity": _MINE,
    "actions": _MINE,
    "codes": _MINE,
    "code_locks": _MINE,
    "invites": _MINE,
    "wishes": _MINE,
    "subscriptions": _MINE,
    "doors": _MINE,
    "mishaps": f"customer_id = ?1 OR {_MINE}",
    "cases": f"customer_id = ?1 OR {_MINE}",
    "sessions": "customer_id = ?1",
    "tickets": "customer_id = ?1",
    "connect_links": "customer_id = ?1",
    "grants": "customer_id = ?1",
    "customers": "customer_id = ?1",
}
"""Which rows of a table are a customer's, in an order that leaves no reference behind."""


class ErasureRows:
    """Fulfils ``grants.erasing.ErasureStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def erase(self, customer_id: CustomerId, now: datetime) -> bool:
        async def write(connection: Connection) -> bool:
            sql = "SELECT 1 FROM customers WHERE customer_id = ? FOR UPDATE"
            if not await connection.rows(sql, customer_id):
                return False
            for table, whose in ERASED.items():
                await connection.change(f"DELETE FROM {table} WHERE {whose}", customer_id)
            await connection.change("INSERT INTO erasures VALUES (?, ?)", customer_id, to_ms(now))
            await happened(connection, about_erasure(customer_id, now))
            return True

        return await self._db.write(write)

    async def is_erased(self, customer_id: CustomerId) -> bool:
        async def read(connection: Connection) -> bool:
            return bool(await connection.rows("SELECT 1 FROM erasures WHERE customer_id = ?", customer_id))

        return await self._db.read(read)
