"""What a new picture of a door says has happened, by name: facts for pages, events and whoever wants to be told.

The seam: whoever stores a door calls :func:`changes` with what was known and what is known now, in the transaction
that stores it, and passes on each name once. Nothing is said of a door seen for the first time, because nobody knows
since when it is so; of a door whose news is older than what is known; and of two different doors.
A door *left* open is no transition but a matter of time: :func:`left_open` is asked by whoever looks regularly.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from keyturn.integration.smartlocks.mirror import Door
from keyturn.nuki.codes import AdminPinState, DoorState, ServerState

LEFT_OPEN_AFTER = timedelta(minutes=10)
"""A door open for longer than this has been left open: ours, Nuki names no time for its own ajar entries."""


class Change(StrEnum):
    """What happened, as the company's systems read it."""

    BATTERY_LOW = "smartlock.battery_low"
    BATTERY_FINE = "smartlock.battery_fine"
    ACCESSORY_BATTERY_LOW = "smartlock.accessory_battery_low"
    OFFLINE = "smartlock.offline"
    ONLINE = "smartlock.online"
    UNLINKED = "smartlock.unlinked"
    PIN_WRONG = "smartlock.pin_wrong"
    DOOR_OPENED = "door.opened"
    DOOR_CLOSED = "door.closed"


def changes(before: Door | None, after: Door) -> tuple[Change, ...]:
    """What happened between two pictures of one door; nothing where ``after`` is not the newer one."""
    if before is None or _key(before) != _key(after) or after.known_at < before.known_at:
        return ()
    found: list[Change] = []
    if before.battery_critical != after.battery_critical:
        found.append(Change.BATTERY_LOW if after.battery_critical else Change.BATTERY_FINE)
    if weak_accessories(after) - weak_accessories(before):
        found.append(Change.ACCESSORY_BATTERY_LOW)
    if before.server_state != after.server_state:
        found.append(_LINKS.get(after.server_state, Change.UNLINKED))
    if before.admin_pin_state != after.admin_pin_state and after.admin_pin_state == AdminPinState.INVALID:
        found.append(Change.PIN_WRONG)
    if before.door_state != after.door_state and after.door_state in _LEAVES:
        found.append(_LEAVES[after.door_state])
    return tuple(found)


def weak_accessories(door: Door) -> frozenset[str]:
    """Which accessories say that their batteries are nearly empty: ``keypad``, ``doorsensor``."""
    told = {"keypad": door.keypad_battery_critical, "doorsensor": door.doorsensor_battery_critical}
    return frozenset(name for name, critical in told.items() if critical)


def left_open(door: Door, now: datetime, after: timedelta = LEFT_OPEN_AFTER) -> bool:
    """Whether the door has stood open for so long; ``opened_at`` is when it was first known to be open."""
    return door.door_state == DoorState.OPENED and door.opened_at is not None and now - door.opened_at >= after


def _key(door: Door) -> tuple[object, ...]:
    return door.grant_id, door.smartlock_id


_LINKS: dict[int, Change] = {ServerState.OK: Change.ONLINE, ServerState.OFFLINE: Change.OFFLINE}
_LEAVES: dict[int, Change] = {DoorState.OPENED: Change.DOOR_OPENED, DoorState.CLOSED: Change.DOOR_CLOSED}
