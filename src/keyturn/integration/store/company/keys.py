"""API keys and repeated requests: rows of ``api_keys`` and ``repeats``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyturn.integration.partners.key import ApiKey, KeyScope
from keyturn.integration.partners.repeat import Kept
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms

_COLUMNS = "key_id, name, digest, scopes, created_at, expires_at, revoked_at"


class KeyRows:
    """Fulfils ``partners.key.KeyStore`` and ``partners.repeat.RepeatStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add_key(self, key: ApiKey) -> None:
        ends = None if key.expires_at is None else to_ms(key.expires_at)
        row = (key.key_id, key.name, key.digest, " ".join(key.scopes), to_ms(key.created_at), ends, None)
        sql = f"INSERT INTO api_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        await self._db.write(lambda connection: connection.change(sql, *row))

    async def key(self, key_id: str) -> ApiKey | None:
        async def read(connection: Connection) -> ApiKey | None:
            rows = await connection.rows(f"SELECT {_COLUMNS} FROM api_keys WHERE key_id = ?", key_id)
            return _key(rows[0]) if rows else None

        return await self._db.read(read)

    async def every_key(self) -> list[ApiKey]:
        async def read(connection: Connection) -> list[ApiKey]:
            sql = f"SELECT {_COLUMNS} FROM api_keys ORDER BY created_at, key_id"
            return [_key(row) for row in await connection.rows(sql)]

        return await self._db.read(read)

    async def revoke_key(self, key_id: str, now: datetime) -> bool:
        async def write(connection: Connection) -> bool:
            sql = "UPDATE api_keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL"
            return await connection.change(sql, to_ms(now), key_id) == 1

        return await self._db.write(write)

    async def begin_repeat(self, key_id: str, name: str, request_digest: str, now: datetime) -> Kept | None:
        async def write(connection: Connection) -> Kept | None:
            made = await connection.change(
                "INSERT INTO repeats (key_id, name, request_digest, created_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                *(key_id, name, request_digest, to_ms(now)),
            )
            sql = "SELECT request_digest, status, sealed_answer FROM repeats WHERE key_id = ? AND name = ?"
            rows = [] if made else await connection.rows(sql, key_id, name)
            return Kept(request_digest=rows[0][0], status=rows[0][1], sealed_answer=rows[0][2]) if rows else None

        return await self._db.write(write)

    async def keep_answer(self, key_id: str, name: str, status: int, sealed_answer: bytes) -> None:
        sql = "UPDATE repeats SET status = ?, sealed_answer = ? WHERE key_id = ? AND name = ?"
        await self._db.write(lambda connection: connection.change(sql, status, sealed_answer, key_id, name))

    async def forget_repeat(self, key_id: str, name: str) -> None:
        sql = "DELETE FROM repeats WHERE key_id = ? AND name = ?"
        await self._db.write(lambda connection: connection.change(sql, key_id, name))


def _key(row: Any) -> ApiKey:
    return ApiKey(
        key_id=row[0],
        name=row[1],
        digest=row[2],
        scopes=tuple(KeyScope(scope) for scope in row[3].split()),
        created_at=from_ms(row[4]),
        expires_at=None if row[5] is None else from_ms(row[5]),
        revoked_at=None if row[6] is None else from_ms(row[6]),
    )
