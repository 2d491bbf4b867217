"""Customers' sessions: rows of ``sessions``. An ended one is kept for a while, to say why it ended."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.connect.session import Session
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms


class SessionRows:
    """Fulfils ``connect.session.SessionStore`` and ``connect.tickets.TicketStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def open_session(self, session_hash: str, session: Session, now: datetime) -> None:
        async def write(connection: Connection) -> None:
            sql = "INSERT INTO sessions (session_hash, customer_id, expires_at, idle_at) VALUES (?, ?, ?, ?)"
            row = (session_hash, session.customer_id, to_ms(session.expires_at), to_ms(session.idle_at))
            await connection.change(sql, *row)

        await self._db.write(write)

    async def session(self, session_hash: str) -> Session | None:
        async def read(connection: Connection) -> Session | None:
            sql = "SELECT customer_id, expires_at, idle_at, ended FROM sessions WHERE session_hash = ?"
            for customer_id, expires_at, idle_at, ended in await connection.rows(sql, session_hash):
                return Session(CustomerId(customer_id), from_ms(expires_at), from_ms(idle_at), ended)
            return None

        return await self._db.read(read)

    async def keep_session(self, session_hash: str, idle_at: datetime) -> None:
        sql = "UPDATE sessions SET idle_at = ?1 WHERE session_hash = ?2 AND ended IS NULL AND idle_at < ?1"
        await self._db.write(lambda connection: connection.change(sql, to_ms(idle_at), session_hash))

    async def end_session(self, session_hash: str) -> None:
        await self._db.write(
            lambda connection: connection.change("DELETE FROM sessions WHERE session_hash = ?", session_hash)
        )

    async def end_sessions_of(self, customer_id: CustomerId, ended: str) -> None:
        sql = "UPDATE sessions SET ended = ? WHERE customer_id = ? AND ended IS NULL"
        await self._db.write(lambda connection: connection.change(sql, ended, customer_id))

    async def add_ticket(
        self, ticket_hash: str, customer_id: CustomerId, expires_at: datetime, now: datetime
    ) -> None:
        async def write(connection: Connection) -> None:
            row = (ticket_hash, customer_id, to_ms(expires_at))
            await connection.change("INSERT INTO tickets VALUES (?, ?, ?)", *row)

        await self._db.write(write)

    async def use_ticket(self, ticket_hash: str, now: datetime) -> CustomerId | None:
        async def write(connection: Connection) -> CustomerId | None:
            sql = "DELETE FROM tickets WHERE ticket_hash = ? RETURNING customer_id, expires_at"
            rows = await connection.rows(sql, ticket_hash)
            return CustomerId(rows[0][0]) if rows and from_ms(rows[0][1]) > now else None

        return await self._db.write(write)
