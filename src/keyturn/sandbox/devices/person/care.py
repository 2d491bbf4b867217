"""Batteries, firmware, calibration, and the switches of the app."""

from __future__ import annotations

from functools import partial

from keyturn.clock import Clock
from keyturn.nuki.codes import DeviceType, LockState, LogAction, LogTrigger, OpenerState
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import firmware_text
from keyturn.sandbox.devices.course import Course, Step
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.motion import BATTERY_CRITICAL, Motions
from keyturn.sandbox.devices.orders import LOCKS, NotUnderstood, Order
from keyturn.sandbox.devices.smartlock import TURN_SECONDS
from keyturn.sandbox.devices.upkeep import Upkeep

RULES = (
    Rule("A firmware update is logged with 243, its version as the name, and told by DEVICE_MASTERDATA.",
         Confidence.DOCUMENTED, "P-WH"),
    Rule("It takes a minute, in which the device is busy.", Confidence.GUESSED, "our choice"),
    Rule("A calibration turns to both ends and is logged with 253.", Confidence.GUESSED, "S-25 names the action"),
    Rule("Switching the activity log is logged with 254 and 255, its door events with 250 and 251.",
         Confidence.DOCUMENTED, "P-WH"),
    Rule("A battery pack gains ten percent in ten minutes.", Confidence.GUESSED, "our choice"),
)  # fmt: skip

FIRMWARE_SECONDS = 60.0
CHARGE_SECONDS, CHARGE_PERCENT = 600.0, 10


class Care:
    """Of all devices."""

    def __init__(self, clock: Clock, motions: Motions, upkeep: Upkeep) -> None:
        self._clock, self._motions, self._upkeep = clock, motions, upkeep

    async def battery(self, device: Device, percent: int) -> None:
        """So much is left."""
        charge = None if device.state.battery_charge is None else percent
        await self._motions.put(device, battery_charge=charge, battery_critical=percent <= BATTERY_CRITICAL)

    async def charge(self, device: Device) -> None:
        """Plugged in, until it is plugged out. Raises :class:`NotUnderstood` without a battery pack."""
        if device.state.battery_charge is None:
            raise NotUnderstood("battery pack")
        if not device.state.battery_charging:
            await self._motions.put(device, battery_charging=True)
            self._clock.schedule(CHARGE_SECONDS, partial(self._charged, device))

    async def unplug(self, device: Device) -> None:
        """No more."""
        await self._motions.put(device, battery_charging=False)

    async def _charged(self, device: Device) -> None:
        charge = device.state.battery_charge
        if device.gone or not device.state.battery_charging or charge is None:
            return
        await self.battery(device, min(100, charge + CHARGE_PERCENT))
        self._clock.schedule(CHARGE_SECONDS, partial(self._charged, device))

    def update_firmware(self, device: Device) -> None:
        """The next version. Raises :class:`NotUnderstood` while the device is busy."""
        if device.moving:
            raise NotUnderstood("firmware")
        device.moving = True
        self._clock.schedule(FIRMWARE_SECONDS, partial(self._updated, device))

    async def _updated(self, device: Device) -> None:
        device.moving = False
        version = (device.shown.firmware_version or 0) + 1
        self._upkeep.present(device, firmware_version=version)
        await self._motions.log(device, _noted(LogAction.FIRMWARE_UPDATE, firmware_text(version)))

    def calibrate(self, device: Device) -> None:
        """To both ends and back. Raises :class:`NotUnderstood` for what is no lock."""
        if device.shown.type not in LOCKS:
            raise NotUnderstood("calibration")
        turn = TURN_SECONDS * 2
        steps = (
            Step(LockState.UNLOCKING, turn),
            Step(LockState.LOCKING, turn),
            Step(LockState.UNLOCKING, turn),
            Step(LockState.UNLOCKED),
        )
        self._motions.begin(device, _noted(LogAction.CALIBRATION, steps=steps))

    async def lose_calibration(self, device: Device) -> None:
        """Nothing can be asked of it until it is calibrated."""
        if device.shown.type == DeviceType.BOX:
            raise NotUnderstood("calibration")
        lost = OpenerState.UNTRAINED if device.shown.type == DeviceType.OPENER else LockState.UNCALIBRATED
        await self._motions.put(device, state=lost)

    async def switch_log(self, device: Device, *, on: bool, doors: bool) -> None:
        """The activity log, or the door events in it; the switch itself is always logged."""
        if doors:
            device.inside.door_logging = on
            action = LogAction.DOOR_LOG_ON if on else LogAction.DOOR_LOG_OFF
        else:
            device.inside.logging = on
            action = LogAction.LOG_ON if on else LogAction.LOG_OFF
        await self._motions.log(device, _noted(action, trigger=LogTrigger.APP))


def _noted(
    action: LogAction, name: str = "", *, trigger: LogTrigger = LogTrigger.SYSTEM, steps: tuple[Step, ...] = ()
) -> Order:
    return Order(
        None, lambda state: Course(steps), log_trigger=trigger, name=name, remote=False, log_action=action
    )
