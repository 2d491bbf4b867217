"""The mirror of devices: rows of ``doors``."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime
from typing import Any

import apsw

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store.sqlite import Sqlite, from_ms, to_ms
from keyturn.integration.webhooks.events import StatusChanged
from keyturn.nuki.ids import SmartlockId

_INSERT = "INSERT OR REPLACE INTO doors VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"


class DoorRows:
    """Fulfils ``smartlocks.mirror.DoorStore``."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db

    async def doors(self, grant_id: GrantId) -> list[Door]:
        def read(connection: apsw.Connection) -> list[Door]:
            return [
                _door(row) for row in connection.execute("SELECT * FROM doors WHERE grant_id = ?", (grant_id,))
            ]

        return await self._db.read(read)

    async def replace_doors(self, grant_id: GrantId, doors: list[Door]) -> None:
        def write(connection: apsw.Connection) -> None:
            # What a webhook told after we had asked is newer than our answer.
            sql = "SELECT smartlock_id, known_at FROM doors WHERE grant_id = ?"
            rows: list[Any] = connection.execute(sql, (grant_id,)).fetchall()
            told: dict[int, int] = dict(rows)
            listed = {door.smartlock_id for door in doors}
            for gone in told.keys() - listed:
                connection.execute("DELETE FROM doors WHERE grant_id = ? AND smartlock_id = ?", (grant_id, gone))
            newer = [door for door in doors if told.get(door.smartlock_id, 0) <= to_ms(door.known_at)]
            connection.executemany(_INSERT, [_row(door) for door in newer])

        await self._db.write(write)


def tell(connection: apsw.Connection, event: StatusChanged, grant_id: GrantId | None, at: datetime) -> bool:
    """A door's new state, as told by a webhook: for one grant, or for all that share the door (central)."""
    state = event.state
    connection.execute(
        "UPDATE doors SET state = ?, door_state = ?, server_state = ?, admin_pin_state = ?, battery_critical = ?, "
        "battery_charge = ?, known_at = ?, told = 1 WHERE smartlock_id = ? AND (?9 IS NULL OR grant_id = ?9)",
        (
            *(state.state, state.door_state, event.server_state, event.admin_pin_state, state.battery_critical),
            *(state.battery_charge, to_ms(at), event.smartlock_id, grant_id),
        ),
    )
    return connection.changes() > 0


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
