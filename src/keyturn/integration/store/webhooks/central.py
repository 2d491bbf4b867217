"""The application's one address for webhooks, as Nuki last said: one row of ``central_address``."""

from __future__ import annotations

from typing import Any

from keyturn.integration.store.access import look_again
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.store.webhooks.care import read_all_soon
from keyturn.integration.webhooks.central import Standing, Trouble


class CentralRows:
    """Fulfils ``webhooks.central.StandingStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def standing(self) -> Standing | None:
        async def read(connection: Connection) -> Standing | None:
            rows = await connection.rows("SELECT switched_on, since, looked_at, trouble FROM central_address")
            return _standing(rows[0]) if rows else None

        return await self._db.read(read)

    async def note(self, standing: Standing, *, missed: bool) -> None:
        async def write(connection: Connection) -> None:
            await connection.change(
                "INSERT INTO central_address (place, switched_on, since, looked_at, trouble) "
                "VALUES ('one', ?, ?, ?, ?) "
                "ON CONFLICT (place) DO UPDATE SET switched_on = excluded.switched_on, since = excluded.since, "
                "looked_at = excluded.looked_at, trouble = excluded.trouble",
                *(int(standing.on), to_ms(standing.since), to_ms(standing.looked_at), standing.trouble),
            )
            if missed:
                await read_all_soon(connection, standing.looked_at)
                await look_again(connection, standing.looked_at)

        await self._db.write(write)


def _standing(row: Any) -> Standing:
    return Standing(bool(row[0]), from_ms(row[1]), from_ms(row[2]), Trouble(row[3]))
