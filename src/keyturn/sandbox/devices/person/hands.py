"""Carries deeds out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec.structs import replace as changed

from keyturn.clock import Clock
from keyturn.nuki import auths, timezones
from keyturn.nuki.codes import AuthType, DoorState, LockAction, LogState, LogTrigger, ServerState
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.access import window
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.access.registrar import Registrar
from keyturn.sandbox.devices.accessories import presses
from keyturn.sandbox.devices.accessories.door_sensor import DoorSensors
from keyturn.sandbox.devices.accessories.keypad import Keypads
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.motion import Motions
from keyturn.sandbox.devices.orders import LOCKS, NotUnderstood, Order
from keyturn.sandbox.devices.person import deeds
from keyturn.sandbox.devices.person.care import Care
from keyturn.sandbox.devices.upkeep import Upkeep

RULES = (
    Rule("A fob with an authorization of its own keeps to its window and is named in the log.",
         Confidence.GUESSED, "S-25: type 2 is a fob"),
    Rule("Auto unlock is logged with trigger 3 and autoUnlock; at night it is rejected with state 10.",
         Confidence.GUESSED, "S-25 names the codes"),
    Rule("An invite code can be redeemed once within 48 hours; nobody is told.", Confidence.REPORTED, "D-how, F30845"),
    Rule("serverState 1 to 3 stay until the owner connects the device again.", Confidence.DOCUMENTED, "P-WH"),
)  # fmt: skip


class CannotBeDone(NotUnderstood):
    """The deed fails for a reason worth telling."""


class Hands:
    """A person's, at any device. ``new_id`` gives 24 hex digits."""

    def __init__(
        self, clock: Clock, motions: Motions, upkeep: Upkeep, registrar: Registrar, new_id: Callable[[], str]
    ) -> None:
        self._clock, self._motions, self._upkeep = clock, motions, upkeep
        self._registrar, self._new_id = registrar, new_id
        self._keypads, self._sensors = Keypads(clock, motions), DoorSensors(clock, motions)
        self._care = Care(clock, motions, upkeep)

    async def do(self, device: Device, deed: deeds.AnyDeed) -> None:
        """Begin a deed. Raises :class:`NotUnderstood` where the device has nothing for it."""
        match deed:
            case deeds.GoOffline():
                self._connect(device, ServerState.OFFLINE)
            case deeds.ComeOnline():
                self._connect(device, ServerState.OK)
            case deeds.SetServerState(server_state=state):
                self._connect(device, state)
            case deeds.SetPin(admin_pin=pin):
                device.inside.admin_pin = pin
            case deeds.AddAuth(name=name, code=code):
                self._add(device, name, code)
            case deeds.RemoveAuth(id=auth_id):
                if device.inside.keyring.known.pop(auth_id, None) is None:
                    raise CannotBeDone("The device knows no authorization of this id.")
            case deeds.RedeemInvite(code=invite):
                self._redeem(device, invite)
            case _:
                if not (await self._at_the_door(device, deed) or await self._at_the_sensor(device, deed)):
                    await self._look_after(device, deed)

    async def _at_the_door(self, device: Device, deed: deeds.AnyDeed) -> bool:
        match deed:
            case deeds.TurnKeyLock():
                self._motions.begin(device, orders.by_hand(device.shown, LockAction.LOCK))
            case deeds.TurnKeyUnlock():
                self._motions.begin(device, orders.by_hand(device.shown, LockAction.UNLOCK))
            case deeds.RingBell():
                self._motions.begin(device, orders.ring(device.shown))
            case deeds.OpenDoor():
                self._motions.move_door(device, DoorState.OPENED)
            case deeds.CloseDoor():
                self._motions.move_door(device, DoorState.CLOSED)
            case deeds.PressButton(times=times):
                self._press(device, presses.button(device.shown, times))
            case deeds.PressFob(times=times):
                await self._press_fob(device, times)
            case deeds.EnterCode(code=code):
                await self._keypads.enter(device, code)
            case deeds.PresentFinger(finger=finger):
                await self._keypads.present(device, finger)
            case deeds.ComeHome():
                await self._come_home(device)
            case _:
                return False
        return True

    async def _at_the_sensor(self, device: Device, deed: deeds.AnyDeed) -> bool:
        match deed:
            case deeds.LeaveAjar():
                self._sensors.leave_ajar(device)
            case deeds.MismatchDoor():
                await self._sensors.mismatch(device)
            case deeds.TamperSensor():
                await self._sensors.tamper(device)
            case deeds.JamSensor():
                await self._sensors.jam(device)
            case deeds.MendSensor():
                await self._sensors.mend(device)
            case _:
                return False
        return True

    async def _look_after(self, device: Device, deed: deeds.AnyDeed) -> None:
        match deed:
            case deeds.ChangeBattery():
                await self._care.battery(device, 100)
            case deeds.SetBattery(percent=percent):
                await self._care.battery(device, percent)
            case deeds.StartCharging():
                await self._care.charge(device)
            case deeds.StopCharging():
                await self._care.unplug(device)
            case deeds.UpdateFirmware():
                self._care.update_firmware(device)
            case deeds.Calibrate():
                self._care.calibrate(device)
            case deeds.LoseCalibration():
                await self._care.lose_calibration(device)
            case deeds.SwitchLog(on=on):
                await self._care.switch_log(device, on=on, doors=False)
            case deeds.SwitchDoorLog(on=on):
                await self._care.switch_log(device, on=on, doors=True)
            case deeds.SetNightMode(on=on):
                await self._motions.put(device, night_mode=on)

    def _press(self, device: Device, order: Order | None) -> None:
        if order is not None:
            self._motions.begin(device, order)

    async def _press_fob(self, device: Device, times: int) -> None:
        order = presses.fob(device.shown, times)
        known = device.inside.keyring.known.values()
        fob = next((one for one in known if one.type == AuthType.FOB), None)
        if order is None or fob is None or device.shown.config is None:
            self._press(device, order)
            return
        details = {**order.details, "auth_id": fob.id, "account_user_id": fob.account_user_id}
        order = replace(order, name=fob.name, details=details)
        if window.holds(fob, self._clock.now(), timezones.zone(device.shown.config.timezone_id)):
            self._motions.begin(device, order)
        else:
            await self._motions.log(device, order, LogState.REJECTED)

    async def _come_home(self, device: Device) -> None:
        if device.shown.type not in LOCKS:
            raise NotUnderstood("auto unlock")
        order = replace(
            orders.simple(device.shown, LockAction.UNLOCK),
            log_trigger=LogTrigger.AUTOMATIC,
            name="",
            remote=False,
            details={"auto_unlock": True},
        )
        if device.state.night_mode:
            await self._motions.log(device, order, LogState.REJECTED_NIGHT_MODE)
        else:
            self._motions.begin(device, order)

    def _connect(self, device: Device, state: int) -> None:
        device.inside.connection = state
        self._motions.refresh_reach(device)
        self._registrar.refresh_reach(device)

    def _add(self, device: Device, name: str, code: int | None) -> None:
        if code is not None and not auths.is_keypad_code(code):
            raise CannotBeDone("A code has six digits from 1 to 9 and does not begin with 12.")
        made = SmartlockAuth(
            id=self._new_id(),
            smartlock_id=device.smartlock_id,
            type=AuthType.APP if code is None else AuthType.KEYPAD_CODE,
            name=name if code is None else name[: auths.CODE_NAME_MOST],
            enabled=True,
            remote_allowed=True,
            lock_count=0,
            code=code,
            creation_date=to_wire(self._clock.now()),
        )
        trouble = device.inside.keyring.hear(Change(Kind.CREATE, made), device.shown.type)
        if trouble is not None:
            raise CannotBeDone(f"The device refuses with the error code {trouble}.")

    def _redeem(self, device: Device, code: str) -> None:
        ring, now = device.inside.keyring, self._clock.now()
        for auth_id, invite in ring.invites.items():
            if invite.code == code and not invite.redeemed and now < invite.until and auth_id in ring.known:
                ring.invites[auth_id] = changed(invite, redeemed=True)
                return
        raise CannotBeDone("No invitation of this device has this code, or it was used, or its 48 hours are over.")
