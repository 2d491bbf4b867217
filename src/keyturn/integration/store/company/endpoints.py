"""Endpoints and their signing secrets: rows of ``endpoints`` and ``endpoint_secrets``."""

from __future__ import annotations

from datetime import datetime

from keyturn.integration.notify.endpoint import Endpoint, SigningSecret
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.store.company.outbox import endpoint as from_row
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms

_COLUMNS = "endpoint_id, url, kinds, state, created_at"


class EndpointRows:
    """Fulfils ``notify.endpoint.EndpointStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add_endpoint(self, endpoint: Endpoint, secret: SigningSecret) -> None:
        kinds = f" {' '.join(endpoint.kinds)} " if endpoint.kinds else ""
        row = (endpoint.endpoint_id, endpoint.url, kinds, endpoint.state, to_ms(endpoint.created_at))

        async def write(connection: Connection) -> None:
            await connection.change(f"INSERT INTO endpoints ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", *row)
            await _add(connection, secret)

        await self._db.write(write)

    async def endpoint(self, endpoint_id: str) -> Endpoint | None:
        async def read(connection: Connection) -> Endpoint | None:
            sql = f"SELECT {_COLUMNS} FROM endpoints WHERE endpoint_id = ?"
            rows = await connection.rows(sql, endpoint_id)
            return from_row(rows[0]) if rows else None

        return await self._db.read(read)

    async def endpoints(self, after: Place, limit: int) -> list[Placed[Endpoint]]:
        async def read(connection: Connection) -> list[Placed[Endpoint]]:
            sql = (
                f"SELECT {_COLUMNS} FROM endpoints WHERE (created_at, endpoint_id) > (?, ?) "
                "ORDER BY created_at, endpoint_id LIMIT ?"
            )
            rows = await connection.rows(sql, *after, limit)
            return [((row[4], row[0]), from_row(row)) for row in rows]

        return await self._db.read(read)

    async def remove_endpoint(self, endpoint_id: str) -> bool:
        async def write(connection: Connection) -> bool:
            await connection.change("DELETE FROM deliveries_out WHERE endpoint_id = ?", endpoint_id)
            return await connection.change("DELETE FROM endpoints WHERE endpoint_id = ?", endpoint_id) == 1

        return await self._db.write(write)

    async def add_secret(self, secret: SigningSecret, earlier_until: datetime) -> None:
        async def write(connection: Connection) -> None:
            sql = "UPDATE endpoint_secrets SET expires_at = ? WHERE endpoint_id = ? AND expires_at IS NULL"
            await connection.change(sql, to_ms(earlier_until), secret.endpoint_id)
            sql = "DELETE FROM endpoint_secrets WHERE endpoint_id = ? AND expires_at <= ?"
            await connection.change(sql, secret.endpoint_id, to_ms(secret.created_at))
            await _add(connection, secret)

        await self._db.write(write)

    async def secrets_of(self, endpoint_id: str, now: datetime) -> list[SigningSecret]:
        async def read(connection: Connection) -> list[SigningSecret]:
            sql = (
                "SELECT secret_id, endpoint_id, sealed_secret, created_at, expires_at FROM endpoint_secrets "
                "WHERE endpoint_id = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at DESC, secret_id"
            )
            rows = await connection.rows(sql, endpoint_id, to_ms(now))
            return [
                SigningSecret(
                    secret_id=row[0],
                    endpoint_id=row[1],
                    sealed_secret=row[2],
                    created_at=from_ms(row[3]),
                    expires_at=None if row[4] is None else from_ms(row[4]),
                )
                for row in rows
            ]

        return await self._db.read(read)


async def _add(connection: Connection, secret: SigningSecret) -> None:
    columns = "secret_id, endpoint_id, sealed_secret, created_at"
    row = (secret.secret_id, secret.endpoint_id, secret.sealed_secret, to_ms(secret.created_at))
    await connection.change(f"INSERT INTO endpoint_secrets ({columns}) VALUES (?, ?, ?, ?)", *row)
