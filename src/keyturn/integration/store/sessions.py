"""Customers' sessions: rows of ``sessions``. An ended one is kept for a while, to say why it ended."""

from __future__ import annotations

from datetime import datetime

import apsw

from keyturn.integration.connect.session import Session
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.store.sqlite import Sqlite, from_ms, to_ms


class SessionRows:
    """Fulfils ``connect.session.SessionStore``."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db

    async def open_session(self, session_hash: str, session: Session, now: datetime) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute("DELETE FROM sessions WHERE expires_at < ?", (to_ms(now),))
            row = (session_hash, session.customer_id, to_ms(session.expires_at), session.ended)
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)

        await self._db.write(write)

    async def session(self, session_hash: str) -> Session | None:
        def read(connection: apsw.Connection) -> Session | None:
            sql = "SELECT customer_id, expires_at, ended FROM sessions WHERE session_hash = ?"
            row = connection.execute(sql, (session_hash,)).fetchone()
            return Session(CustomerId(row[0]), from_ms(row[1]), row[2]) if row else None

        return await self._db.read(read)

    async def end_session(self, session_hash: str) -> None:
        await self._db.write(
            lambda connection: connection.execute("DELETE FROM sessions WHERE session_hash = ?", (session_hash,))
        )
