"""The mirror of devices: rows of ``doors``."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime
from typing import Any

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.webhooks.events import StatusChanged
from keyturn.nuki.ids import SmartlockId

_COLUMNS = (
    *("name", "device_type", "state", "door_state", "server_state", "admin_pin_state", "battery_critical"),
    *("battery_charge", "opens_on_unlock", "known_at", "told"),
)
# What a webhook told after we had asked is newer than our answer.
_KEEP_NEWER = (
    "INSERT INTO doors VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (grant_id, smartlock_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
    + " WHERE doors.known_at <= excluded.known_at"
)


class DoorRows:
    """Fulfils ``smartlocks.mirror.DoorStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def doors(self, grant_id: GrantId) -> list[Door]:
        async def read(connection: Connection) -> list[Door]:
            rows = await connection.rows("SELECT * FROM doors WHERE grant_id = ? ORDER BY smartlock_id", grant_id)
            return [_door(row) for row in rows]

        return await self._db.read(read)

    async def replace_doors(self, grant_id: GrantId, doors: list[Door]) -> None:
        async def write(connection: Connection) -> None:
            rows = await connection.rows("SELECT smartlock_id FROM doors WHERE grant_id = ?", grant_id)
            for gone in {row[0] for row in rows} - {door.smartlock_id for door in doors}:
                await connection.change(
                    "DELETE FROM doors WHERE grant_id = ? AND smartlock_id = ?", grant_id, gone
                )
            for door in doors:
                await connection.change(_KEEP_NEWER, *_row(door))

        await self._db.write(write)


async def tell(connection: Connection, event: StatusChanged, grant_id: GrantId | None, at: datetime) -> bool:
    """A door's new state, as told by a webhook: for one grant, or for all that share the door (central).

    False if there is no such door, or if something newer is known: processes settle side by side.
    """
    state = event.state
    changed = await connection.change(
        "UPDATE doors SET state = ?, door_state = ?, server_state = ?, admin_pin_state = ?, battery_critical = ?, "
        "battery_charge = ?, known_at = ?7, told = 1 WHERE smartlock_id = ?8 AND known_at <= ?7 "
        "AND (CAST(?9 AS TEXT) IS NULL OR grant_id = ?9)",
        *(state.state, state.door_state, event.server_state, event.admin_pin_state, state.battery_critical),
        *(state.battery_charge, to_ms(at), event.smartlock_id, grant_id),
    )
    return changed > 0


def _row(door: Door) -> tuple[Any, ...]:
    *known, known_at, told = astuple(door)
    return (*known, to_ms(known_at), told)


def _door(row: Any) -> Door:
    return Door(
        grant_id=GrantId(row[0]),
        smartlock_id=SmartlockId(row[1]),
        name=row[2],
        device_type=row[3],
        state=row[4],
        door_state=row[5],
        server_state=row[6],
        admin_pin_state=row[7],
        battery_critical=bool(row[8]),
        battery_charge=row[9],
        opens_on_unlock=bool(row[10]),
        known_at=from_ms(row[11]),
        told=bool(row[12]),
    )
