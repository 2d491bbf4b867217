"""Wishes about settings: rows of ``wishes``, one for each device."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.configuring.setting import Configuration
from keyturn.integration.smartlocks.configuring.wish import Wish, WishEvent, WishState, step
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.webhooks.events import ConfigTold
from keyturn.nuki.ids import SmartlockId

_COLUMNS = "grant_id, smartlock_id, wished, state, asked_at, due_at, refusal"
_values = msgspec.json.Decoder(dict[str, bool | int | str])


class WishRows:
    """Fulfils ``smartlocks.configuring.ask.WishStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, wish: Wish) -> None:
        sql = (
            f"INSERT INTO wishes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (grant_id, smartlock_id) "
            "DO UPDATE SET wished = excluded.wished, state = excluded.state, asked_at = excluded.asked_at, "
            "due_at = excluded.due_at, refusal = NULL"
        )
        row = (
            *(wish.grant_id, wish.smartlock_id, msgspec.json.encode(wish.values).decode(), str(wish.state)),
            *(to_ms(wish.asked_at), to_ms(wish.due_at), wish.refusal),
        )
        await self._db.write(lambda connection: connection.change(sql, *row))

    async def move(self, wish: Wish, event: WishEvent, refusal: str | None = None) -> None:
        async def write(connection: Connection) -> None:
            known = await _some(connection, "grant_id = ? AND smartlock_id = ?", wish.grant_id, wish.smartlock_id)
            for one in known:
                if one.asked_at == wish.asked_at:
                    await _move(connection, one, event, refusal)

        await self._db.write(write)

    async def wish(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Wish | None:
        sql = f"SELECT {_COLUMNS} FROM wishes WHERE grant_id = ? AND smartlock_id = ?"
        rows = await self._db.read(lambda connection: connection.rows(sql, grant_id, smartlock_id))
        return _wish(rows[0]) if rows else None


async def tell_config(connection: Connection, event: ConfigTold, grant_id: GrantId | None) -> bool:
    """The device has told what it is set to: wishes that came true are confirmed. False where there is none."""
    own = "" if grant_id is None else "AND grant_id = ?"
    known = await _some(connection, f"smartlock_id = ? {own}", event.smartlock_id, *filter(None, [grant_id]))
    told = Configuration(event.basic, event.advanced)
    for wish in known:
        if told.has(wish.values):
            await _move(connection, wish, WishEvent.SEEN, None)
    return bool(known)


async def _some(connection: Connection, which: str, *bound: str | int) -> list[Wish]:
    rows = await connection.rows(f"SELECT {_COLUMNS} FROM wishes WHERE {which} FOR UPDATE", *bound)
    return [_wish(row) for row in rows]


async def _move(connection: Connection, wish: Wish, event: WishEvent, refusal: str | None) -> None:
    state = step(wish.state, event)
    if state is not None:
        sql = "UPDATE wishes SET state = ?, refusal = ? WHERE grant_id = ? AND smartlock_id = ?"
        await connection.change(sql, str(state), refusal, wish.grant_id, wish.smartlock_id)


def _wish(row: Any) -> Wish:
    return Wish(
        grant_id=GrantId(row[0]),
        smartlock_id=SmartlockId(row[1]),
        values=_values.decode(row[2]),
        state=WishState(row[3]),
        asked_at=from_ms(row[4]),
        due_at=from_ms(row[5]),
        refusal=row[6],
    )
