"""Sessions of operators: rows of ``operator_sessions``."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.store.database import Connection, Database, to_ms


class OperatorSessionRows:
    """Fulfils ``operator.login.SessionStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, session_hash: str, until: datetime, now: datetime) -> None:
        async def write(connection: Connection) -> None:
            sql = "INSERT INTO operator_sessions (session_hash, expires_at) VALUES (?, ?)"
            await connection.change(sql, session_hash, to_ms(until))

        await self._db.write(write)

    async def lives(self, session_hash: str, now: datetime) -> bool:
        sql = "SELECT 1 FROM operator_sessions WHERE session_hash = ? AND expires_at > ?"
        return bool(await self._db.read(lambda connection: connection.rows(sql, session_hash, to_ms(now))))

    async def end(self, session_hash: str) -> None:
        sql = "DELETE FROM operator_sessions WHERE session_hash = ?"
        await self._db.write(lambda connection: connection.change(sql, session_hash))
