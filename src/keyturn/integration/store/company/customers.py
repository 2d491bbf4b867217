"""Customers and the links that lead to them: rows of ``customers`` and ``connect_links``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms

_COLUMNS = "customer_id, reference, created_at"


class CustomerRows:
    """Fulfils ``connect.links.LinkStore``, and what the API needs of customers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add_customer(self, customer: Customer) -> bool:
        """False if the reference is taken."""

        async def write(connection: Connection) -> bool:
            return await add(connection, customer) == 1

        return await self._db.write(write)

    async def customer(self, customer_id: CustomerId) -> Customer | None:
        async def read(connection: Connection) -> Customer | None:
            rows = await connection.rows(f"SELECT {_COLUMNS} FROM customers WHERE customer_id = ?", customer_id)
            return _customer(rows[0]) if rows else None

        return await self._db.read(read)

    async def customers(self, after: Place, limit: int, reference: str | None) -> list[Placed[Customer]]:
        """The oldest first."""

        async def read(connection: Connection) -> list[Placed[Customer]]:
            sql = (
                f"SELECT {_COLUMNS} FROM customers WHERE (created_at, customer_id) > (?1, ?2) "
                "AND (CAST(?3 AS TEXT) IS NULL OR reference = ?3) ORDER BY created_at, customer_id LIMIT ?4"
            )
            rows = await connection.rows(sql, *after, reference, limit)
            return [((row[2], row[0]), _customer(row)) for row in rows]

        return await self._db.read(read)

    async def add_link(self, link_hash: str, customer_id: CustomerId, expires_at: datetime) -> None:
        sql = "INSERT INTO connect_links (link_hash, customer_id, expires_at) VALUES (?, ?, ?)"
        row = (link_hash, customer_id, to_ms(expires_at))
        await self._db.write(lambda connection: connection.change(sql, *row))

    async def begin_link(self, link_hash: str, state_hash: str, now: datetime) -> bool:
        async def write(connection: Connection) -> bool:
            sql = (
                "INSERT INTO connect_link_states (state_hash, link_hash) SELECT CAST(? AS TEXT), link_hash "
                "FROM connect_links WHERE link_hash = ? AND used_at IS NULL AND expires_at > ?"
            )
            return await connection.change(sql, state_hash, link_hash, to_ms(now)) == 1

        return await self._db.write(write)

    async def is_of_link(self, state_hash: str) -> bool:
        async def read(connection: Connection) -> bool:
            sql = "SELECT 1 FROM connect_link_states WHERE state_hash = ?"
            return bool(await connection.rows(sql, state_hash))

        return await self._db.read(read)

    async def use_link(self, state_hash: str, now: datetime) -> CustomerId | None:
        async def write(connection: Connection) -> CustomerId | None:
            # Its end does not matter here: the state has one of its own, and the person is under way.
            rows = await connection.rows(
                "UPDATE connect_links SET used_at = ? WHERE used_at IS NULL AND link_hash = "
                "(SELECT link_hash FROM connect_link_states WHERE state_hash = ?) RETURNING customer_id",
                *(to_ms(now), state_hash),
            )
            return CustomerId(rows[0][0]) if rows else None

        return await self._db.write(write)


async def add(connection: Connection, customer: Customer) -> int:
    """One more customer, unless there is such a one: how many were added."""
    sql = f"INSERT INTO customers ({_COLUMNS}) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    return await connection.change(sql, customer.customer_id, customer.reference, to_ms(customer.created_at))


def _customer(row: Any) -> Customer:
    return Customer(customer_id=CustomerId(row[0]), reference=row[1], created_at=from_ms(row[2]))
