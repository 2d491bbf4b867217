"""Carries changes of authorizations to devices, and what devices know back into Nuki Web's list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count

from msgspec.structs import replace

from keyturn.clock import Clock
from keyturn.nuki.codes import AdminPinState, ServerState
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.errors import DEVICE_OFFLINE
from keyturn.nuki.models.auth import ObjectId, SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.course import UNREACHED_SECONDS
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import AuthChanged
from keyturn.sandbox.devices.upkeep import Emit
from keyturn.sandbox.faults.effects import ForgetsKey, KeepsKey, LateKey, LosesKey
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.faults.inject import Faults
from keyturn.sandbox.journal.journal import Journal
from keyturn.sandbox.journal.journal import Kind as Noted

RULES = (
    Rule(
        "A change of an authorization reaches the device after 2 seconds; until then operationId is set.",
        Confidence.GUESSED,
        "F29886: usually seconds; S-25 has the field",
    ),
    Rule(
        "A new authorization is listed at once, without updateDate until the device has it.",
        Confidence.REPORTED,
        "F40095, X-recv",
    ),
    Rule(
        "What was asked while the device is out of reach is lost, or (a setting) comes late, when it is back.",
        Confidence.REPORTED,
        "F29886, F19378 for the first, F16273, X-b24 for the second",
    ),
    Rule(
        "A change that was lost stays in the list until a sync puts it right.",
        Confidence.REPORTED,
        "F24449; F22160: stale copies",
    ),
    Rule("A deleted authorization stays listed until the device has confirmed.", Confidence.REPORTED, "F22160"),
    Rule(
        "What is changed in the app or at the device shows with the next sync, once a day.",
        Confidence.DOCUMENTED,
        "P-WH, F16273",
    ),
    Rule("Each difference a sync finds is told by DEVICE_AUTHS.", Confidence.DOCUMENTED, "P-WH"),
)

AUTH_SECONDS = 2.0
BAD_PIN = "21"
Ended = Callable[[str | None], Awaitable[None]]


class Registrar:
    """Of all devices. ``late`` says whether changes wait for a device out of reach, or are lost."""

    def __init__(
        self, clock: Clock, journal: Journal, emit: Emit, late: Callable[[], bool], faults: Faults
    ) -> None:
        self._faults = faults
        self._clock, self._journal, self._emit = clock, journal, emit
        self._operations = count(1)
        self._late = late

    def ask(self, device: Device, change: Change, ended: Ended | None = None) -> SmartlockAuth:
        """Send a change on its way; what is listed meanwhile. ``ended`` hears the error code, or None."""
        ring = device.inside.keyring
        shown = change.auth if change.kind is not Kind.DELETE else ring.listed[change.auth.id]
        now = self._clock.now()
        operation = ObjectId(timestamp=int(now.timestamp()), counter=next(self._operations), date=to_wire(now))
        ring.listed[shown.id] = shown = replace(shown, operation_id=operation)
        self._note(device, change, "asked")
        self._clock.schedule(AUTH_SECONDS, partial(self._arrive, device, change, ended))
        return shown

    async def _arrive(self, device: Device, change: Change, ended: Ended | None, *, late: bool = False) -> None:
        shown = device.shown
        if device.gone or (not late and await self._struck(device, change, ended)):
            return
        if shown.server_state != ServerState.OK:
            if self._late():
                device.inside.keyring.late.append(change)
            wait = UNREACHED_SECONDS - AUTH_SECONDS
            self._clock.schedule(wait, partial(self._unheard, device, change, ended, DEVICE_OFFLINE))
        elif shown.admin_pin_state != AdminPinState.OK:
            await self._unheard(device, change, ended, BAD_PIN)
        else:
            await self._heard(device, change, ended)

    async def _struck(self, device: Device, change: Change, ended: Ended | None) -> bool:
        kinds = (KeepsKey if change.kind is Kind.DELETE else ForgetsKey, LosesKey, LateKey)
        armed = self._faults.strike(
            Hook.ON_AUTH, *kinds, smartlock_id=device.smartlock_id, account_id=device.account_id
        )
        if armed is None:
            return False
        match armed.fault.effect:
            case LateKey(seconds):
                wait = seconds if armed.seconds is None else armed.seconds
                self._clock.schedule(wait, partial(self._arrive, device, change, ended, late=True))
            case LosesKey():
                await self._unheard(device, change, ended, DEVICE_OFFLINE)
            case ForgetsKey():
                self._free(device, change)
                await self._emit(AuthChanged(device, replace(change.auth, operation_id=None)), at_once=False)
                await self._pretend(ended)
            case _:
                self._free(device, change)
                await self._pretend(ended)
        return True

    @staticmethod
    async def _pretend(ended: Ended | None) -> None:
        if ended is not None:
            await ended(None)

    async def _unheard(self, device: Device, change: Change, ended: Ended | None, trouble: str) -> None:
        ring = device.inside.keyring
        if change not in ring.late:
            self._free(device, change)
            self._note(device, change, "lost")
        if ended is not None:
            await ended(trouble)

    async def _heard(self, device: Device, change: Change, ended: Ended | None = None) -> None:
        ring, auth = device.inside.keyring, change.auth
        trouble = ring.hear(change, device.shown.type)
        self._note(device, change, "refused by the device" if trouble else "done")
        if trouble is not None:
            self._free(device, change)
            if change.kind is Kind.CREATE:
                ring.listed.pop(auth.id, None)
        elif change.kind is Kind.DELETE:
            gone = ring.listed.pop(auth.id, auth)
            await self._emit(AuthChanged(device, replace(gone, operation_id=None), deleted=True), at_once=False)
        else:
            await self._list(device, ring.known[auth.id])
        if ended is not None:
            await ended(trouble)

    async def _list(self, device: Device, auth: SmartlockAuth) -> None:
        ring = device.inside.keyring
        ring.known[auth.id] = ring.listed[auth.id] = shown = replace(auth, update_date=to_wire(self._clock.now()))
        await self._emit(AuthChanged(device, shown), at_once=False)

    def _free(self, device: Device, change: Change) -> None:
        listed = device.inside.keyring.listed
        if change.auth.id in listed:
            listed[change.auth.id] = replace(listed[change.auth.id], operation_id=None)

    def refresh_reach(self, device: Device) -> None:
        """Let what waits go on, now that the device may be within reach again."""
        if device.inside.keyring.late and device.shown.server_state == ServerState.OK:
            self._clock.schedule(AUTH_SECONDS, partial(self.deliver_late, device))

    async def deliver_late(self, device: Device) -> None:
        """The device is back: it hears what waited for it."""
        ring = device.inside.keyring
        waiting, ring.late = ring.late, []
        for change in waiting:
            await self._heard(device, change)

    async def bring(self, device: Device) -> None:
        """A sync: the list becomes what the device knows."""
        await self.deliver_late(device)
        ring = device.inside.keyring
        for auth, gone in tuple(ring.differences()):
            self._journal.record(
                Noted.DEVICE, f"smartlock {device.smartlock_id}", event="auth synced", auth=auth.id, deleted=gone
            )
            if gone:
                del ring.listed[auth.id]
                await self._emit(AuthChanged(device, auth, deleted=True), at_once=False)
            else:
                await self._list(device, auth)

    def _note(self, device: Device, change: Change, event: str) -> None:
        self._journal.record(
            Noted.DEVICE,
            f"smartlock {device.smartlock_id}",
            event=f"auth {event}",
            change=change.kind,
            auth=change.auth.id,
            type=change.auth.type,
        )
