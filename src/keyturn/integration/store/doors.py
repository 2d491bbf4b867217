"""The mirror of devices: rows of ``doors``."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import datetime
from typing import Any

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.notify.event import EventKind, about_door
from keyturn.integration.smartlocks.changes import LEFT_OPEN_AFTER, changes
from keyturn.integration.smartlocks.doubt import SOON, doubtful
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.store.company.outbox import happened, owner_of
from keyturn.integration.store.database import Connection, Database, from_ms, to_ms
from keyturn.integration.store.webhooks.care import read_soon
from keyturn.integration.webhooks.events import ConfigTold, StatusChanged
from keyturn.nuki.codes import DoorState
from keyturn.nuki.ids import SmartlockId

_COLUMNS = tuple(field.name for field in fields(Door))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM doors "
_TOLD = tuple(name for name in _COLUMNS[2:] if name != "opened_at")
# What a webhook told after we had asked is newer than our answer. A door that stays open was opened before.
_KEEP_NEWER = (
    f"INSERT INTO doors ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    "ON CONFLICT (grant_id, smartlock_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _TOLD)
    + ", opened_at = CASE WHEN excluded.opened_at IS NULL THEN NULL "
    "ELSE COALESCE(doors.opened_at, excluded.opened_at) END WHERE doors.known_at <= excluded.known_at"
)


_FLAGS = (
    *("battery_critical", "opens_on_unlock", "told", "battery_charging", "keypad_battery_critical"),
    *("doorsensor_battery_critical", "keypad", "fob"),
)


_Doors = dict[tuple[GrantId, SmartlockId], Door]


class DoorRows:
    """Fulfils ``smartlocks.mirror.DoorStore``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def doors(self, grant_id: GrantId) -> list[Door]:
        async def read(connection: Connection) -> list[Door]:
            rows = await connection.rows(f"{_SELECT}WHERE grant_id = ? ORDER BY smartlock_id", grant_id)
            return [_door(row) for row in rows]

        return await self._db.read(read)

    async def replace_doors(self, grant_id: GrantId, doors: list[Door]) -> None:
        async def write(connection: Connection) -> None:
            await connection.lock(*(f"door/{door.smartlock_id}" for door in doors))
            before = await _some(connection, "grant_id = ?", grant_id)
            for gone in before.keys() - {(grant_id, door.smartlock_id) for door in doors}:
                await connection.change("DELETE FROM doors WHERE grant_id = ? AND smartlock_id = ?", *gone)
            for door in doors:
                await connection.change(_KEEP_NEWER, *_row(door))
            await _tell_changes(connection, before, await _some(connection, "grant_id = ?", grant_id))

        await self._db.write(write)

    async def tell_left_open(self, now: datetime) -> int:
        """Tell of each door that has stood open for too long, once for each opening; how many that were."""
        late = (
            "door_state = ?1 AND opened_at <= ?2 AND (open_told_at IS NULL OR open_told_at < opened_at) "
            "AND grant_id IN (SELECT grant_id FROM grants WHERE state IN ('active', 'stale'))"
        )
        bound = (int(DoorState.OPENED), to_ms(now - LEFT_OPEN_AFTER))
        if not await self._db.read(lambda connection: _some(connection, late, *bound)):
            return 0

        async def write(connection: Connection) -> int:
            await connection.lock("doors left open")
            found = await _some(connection, late, *bound)
            for (grant_id, smartlock_id), door in found.items():
                sql = "UPDATE doors SET open_told_at = ? WHERE grant_id = ? AND smartlock_id = ?"
                await connection.change(sql, to_ms(now), grant_id, smartlock_id)
                whose = await owner_of(connection, grant_id)
                await happened(connection, about_door(door, EventKind.DOOR_LEFT_OPEN, whose, now))
            return len(found)

        return await self._db.write(write)


async def tell(connection: Connection, event: StatusChanged, grant_id: GrantId | None, at: datetime) -> bool:
    """A door's new state, as told by a webhook: for one grant, or for all that share the door (central).

    False if there is no such door, or if something newer is known: processes settle side by side.
    """
    state = event.state
    which = "smartlock_id = ?1 AND (CAST(?2 AS TEXT) IS NULL OR grant_id = ?2)"
    before = await _some(connection, which, event.smartlock_id, grant_id)
    if not before:
        return False
    changed = await connection.change(
        "UPDATE doors SET state = ?, door_state = ?, server_state = ?, admin_pin_state = ?, battery_critical = ?, "
        "battery_charge = ?, known_at = ?7, told = 1, mode = ?10, battery_charging = ?11, "
        "keypad_battery_critical = ?12, doorsensor_battery_critical = ?13, "
        "opened_at = CASE WHEN CAST(?14 AS BIGINT) IS NOT NULL THEN COALESCE(opened_at, CAST(?14 AS BIGINT)) END "
        "WHERE smartlock_id = ?8 AND known_at <= ?7 AND (CAST(?9 AS TEXT) IS NULL OR grant_id = ?9)",
        *(state.state, state.door_state, event.server_state, event.admin_pin_state, state.battery_critical),
        *(state.battery_charge, to_ms(at), event.smartlock_id, grant_id, state.mode, state.battery_charging),
        *(state.keypad_battery_critical, state.doorsensor_battery_critical),
        to_ms(at) if state.door_state == DoorState.OPENED else None,
    )
    if changed:
        after = await _some(connection, which, event.smartlock_id, grant_id)
        await _tell_changes(connection, before, after)
        for key, door in after.items():
            if key in before and doubtful(before[key], door) and not await _asked_for(connection, before[key]):
                await read_soon(connection, door.grant_id, at + SOON)
    return changed > 0


async def tell_fittings(connection: Connection, event: ConfigTold, grant_id: GrantId | None) -> bool:
    """What a door has and how it opens, as its device told: for one grant, or for all that share it (central)."""
    if event.basic is None:
        return False
    config = event.basic
    changed = await connection.change(
        "UPDATE doors SET opens_on_unlock = ?, keypad = ?, fob = ?, timezone_id = ? WHERE smartlock_id = ?5 "
        "AND (CAST(?6 AS TEXT) IS NULL OR grant_id = ?6)",
        *(bool(config.auto_unlatch), bool(config.keypad_paired or config.keypad2_paired), bool(config.fob_paired)),
        *(config.timezone_id, event.smartlock_id, grant_id),
    )
    return changed > 0


async def _asked_for(connection: Connection, before: Door) -> bool:
    """Whether an action of ours has been under way since ``before`` was known."""
    sql = (
        "SELECT 1 FROM actions WHERE grant_id = ? AND smartlock_id = ? AND requested_at >= ? "
        "AND state IN ('requested', 'accepted', 'confirmed') LIMIT 1"
    )
    bound = (before.grant_id, before.smartlock_id, to_ms(before.known_at))
    return bool(await connection.rows(sql, *bound))


async def doubt_unless_told(
    connection: Connection, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime, now: datetime
) -> None:
    """An action asked for at ``since`` has ended: if its door has told nothing since, what it told may be lost."""
    door = await one_door(connection, grant_id, smartlock_id)
    if door is not None and door.known_at <= since:
        await read_soon(connection, grant_id, now + SOON)


async def _tell_changes(connection: Connection, before: _Doors, after: _Doors) -> None:
    """Write down what is new about these doors, in the transaction that stored it."""
    for key, door in after.items():
        for change in changes(before.get(key), door):
            whose = await owner_of(connection, door.grant_id)
            await happened(connection, about_door(door, EventKind(change), whose, door.known_at))


async def _some(connection: Connection, where: str, *values: Any) -> _Doors:
    found = [_door(row) for row in await connection.rows(f"{_SELECT}WHERE {where}", *values)]
    return {(door.grant_id, door.smartlock_id): door for door in found}


async def one_door(connection: Connection, grant_id: GrantId, smartlock_id: SmartlockId) -> Door | None:
    """One door as last known."""
    rows = await connection.rows(f"{_SELECT}WHERE grant_id = ? AND smartlock_id = ?", grant_id, smartlock_id)
    return _door(rows[0]) if rows else None


def _row(door: Door) -> tuple[Any, ...]:
    values = astuple(door)
    return tuple(to_ms(value) if isinstance(value, datetime) else value for value in values)


def _door(row: Any) -> Door:
    told = dict(zip(_COLUMNS, row, strict=True))
    flags = {name: bool(told[name]) for name in _FLAGS if told[name] is not None}
    instants = {name: from_ms(told[name]) for name in ("known_at", "opened_at") if told[name] is not None}
    return Door(**told | flags | instants)
