"""The door sensor: what it sees of the door, and what is done to it."""

from __future__ import annotations

from functools import partial

from keyturn.clock import Clock
from keyturn.nuki.codes import DoorState, LogAction, LogTrigger
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.devices.course import Course
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.motion import Motions
from keyturn.sandbox.devices.orders import NotUnderstood, Order

RULES = (
    Rule(
        "An opened door is logged with 240, a closed one with 241, a jammed sensor with 242.",
        Confidence.DOCUMENTED,
        "S-25",
    ),
    Rule(
        "A door left open for its time is logged with 208 and ajarTimeout in minutes; one that does not fit the lock "
        "with 209.",
        Confidence.DOCUMENTED,
        "S-25; that 5 minutes are usual is guessed",
    ),
    Rule("A removed sensor shows door state 240.", Confidence.DOCUMENTED, "S-25"),
    Rule("A jammed sensor shows door state 4, unknown.", Confidence.GUESSED, "S-25 names the states"),
)


class DoorSensors:
    """Of all devices. Every deed raises :class:`NotUnderstood` where there is no sensor."""

    def __init__(self, clock: Clock, motions: Motions) -> None:
        self._clock, self._motions = clock, motions

    def leave_ajar(self, device: Device) -> None:
        """Open the door and leave it so."""
        self._motions.move_door(device, DoorState.OPENED)
        self._clock.schedule(device.inside.ajar_minutes * 60.0, partial(self._warn, device))

    async def _warn(self, device: Device) -> None:
        if device.state.door_state == DoorState.OPENED and not device.gone:
            minutes = device.inside.ajar_minutes
            await self._motions.log(device, _seen(LogAction.DOOR_AJAR, ajar_timeout=minutes))

    async def mismatch(self, device: Device) -> None:
        """The lock is locked, and the door is not in its frame."""
        _needed(device)
        await self._motions.log(device, _seen(LogAction.DOOR_MISMATCH))

    async def tamper(self, device: Device) -> None:
        """Take the sensor off."""
        _needed(device)
        await self._motions.put(device, door_state=DoorState.REMOVED)

    async def jam(self, device: Device) -> None:
        """Nothing can be seen any more."""
        _needed(device)
        await self._motions.put(device, door_state=DoorState.UNKNOWN)
        await self._motions.log(device, _seen(LogAction.SENSOR_JAMMED))

    async def mend(self, device: Device) -> None:
        """It is back in its place, and the door is closed."""
        _needed(device)
        await self._motions.put(device, door_state=DoorState.CLOSED)


def _needed(device: Device) -> None:
    if device.state.door_state in (DoorState.UNAVAILABLE, DoorState.DEACTIVATED):
        raise NotUnderstood("door sensor")


def _seen(action: LogAction, **details: int) -> Order:
    return Order(
        None,
        lambda state: Course(()),
        log_trigger=LogTrigger.SYSTEM,
        name="",
        remote=False,
        log_action=action,
        details=details,
    )
