"""What is done to a device without moving it: configuration, administration PIN, sync, firmware."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from msgspec.structs import replace

from keyturn.clock import Clock
from keyturn.nuki.codes import AdminPinState, ServerState
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.devices.course import REACH_SECONDS
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import ConfigChanged, Event, MasterdataChanged, StatusChanged
from keyturn.sandbox.journal.journal import Journal, Kind

RULES = (
    Rule(
        "A configuration is answered before the device has it: operationId is set until then.",
        Confidence.GUESSED,
        "S-25 has the field; D-con: a write is not yet done",
    ),
    Rule(
        "What is configured while the device is out of reach, or its PIN is not accepted, is lost.",
        Confidence.REPORTED,
        "F19378; P-WH: with a wrong PIN everything that needs administration fails",
    ),
    Rule("A changed configuration is told by DEVICE_CONFIG.", Confidence.DOCUMENTED, "P-WH"),
    Rule(
        "A PIN is compared by the device; adminPinState becomes 0 or 2 and is told by DEVICE_STATUS.",
        Confidence.GUESSED,
        "P-WH for the meaning of the states",
    ),
    Rule("Every 24 hours a device is synced by itself.", Confidence.DOCUMENTED, "P-WH, S-20"),
    Rule("A sync is told by DEVICE_MASTERDATA and DEVICE_CONFIG.", Confidence.DOCUMENTED, "P-WH"),
    Rule(
        "A sync somebody asks for takes as much of the battery as a movement; the daily one takes none.",
        Confidence.GUESSED,
        "P-WH warns of the drain and names no figure",
    ),
    Rule("A sync takes 3 seconds; one that cannot reach the device does nothing.", Confidence.GUESSED, "D-con"),
)

SYNC_SECONDS = 3.0
SYNC_EVERY_SECONDS = 24 * 3600.0


Drain = Callable[[Device], Awaitable[None]]


class Emit(Protocol):
    """Where events go."""

    def __call__(self, event: Event, *, at_once: bool) -> Awaitable[None]: ...


class Upkeep:
    """Of all devices. ``more`` is what a sync brings besides master data and configuration."""

    def __init__(
        self, clock: Clock, journal: Journal, new_id: Callable[[], str], emit: Emit, drain: Drain
    ) -> None:
        self._clock, self._journal, self._new_id = clock, journal, new_id
        self._emit, self._drain = emit, drain
        self.more: list[Callable[[Device], Awaitable[None]]] = []

    def configure(self, device: Device, part: str, changes: dict[str, Any]) -> None:
        """Send changes of ``config`` or an advanced one on their way to the device."""
        self._put(device, part, {"operation_id": self._new_id()})
        self._clock.schedule(REACH_SECONDS, partial(self._configured, device, part, changes))

    async def _configured(self, device: Device, part: str, changes: dict[str, Any]) -> None:
        heard = self.administrable(device)
        self._put(device, part, {**(changes if heard else {}), "operation_id": None})
        self.note(device, "configured" if heard else "configuration lost", part=part)
        if heard:
            await self._emit(ConfigChanged(device), at_once=False)

    def _put(self, device: Device, part: str, changes: dict[str, Any]) -> None:
        device.change(self._clock.now(), **{part: replace(getattr(device.shown, part), **changes)})

    def check_pin(self, device: Device, pin: int) -> None:
        """Send a PIN to the device, which knows whether it is right."""
        self._clock.schedule(REACH_SECONDS, partial(self._pin_checked, device, pin))

    async def _pin_checked(self, device: Device, pin: int) -> None:
        if device.shown.server_state != ServerState.OK:
            return
        state = AdminPinState.OK if pin == device.inside.admin_pin else AdminPinState.INVALID
        if device.change(self._clock.now(), admin_pin_state=state):
            self.note(device, "pin", admin_pin_state=state)
            await self._emit(StatusChanged(device), at_once=False)

    def present(self, device: Device, **fields: Any) -> None:
        """Change what Nuki Web itself keeps of a device, and tell."""
        if device.change(self._clock.now(), **fields):
            self.note(device, "masterdata")
            self._clock.schedule(0.0, partial(self._emit, MasterdataChanged(device), at_once=False))

    def configure_web(self, device: Device, **fields: Any) -> None:
        """Change what Nuki Web keeps for itself; nobody is told."""
        if device.change(self._clock.now(), **fields):
            self.note(device, "web config")

    async def dismiss(self, device: Device) -> None:
        """Tell that the account gives the device up, which it is about to."""
        self.note(device, "deleted")
        await self._emit(MasterdataChanged(device, deleted=True), at_once=False)

    def every_day(self, device: Device) -> None:
        """Sync in 24 hours, and so on."""
        if device.daily is None:
            device.daily = self._clock.schedule(SYNC_EVERY_SECONDS, partial(self._day_passed, device))

    async def _day_passed(self, device: Device) -> None:
        device.daily = None
        await self._synced(device)
        self.every_day(device)

    def sync(self, device: Device) -> None:
        """Ask the device for everything it knows."""
        self._clock.schedule(SYNC_SECONDS, partial(self._asked_to_sync, device))

    async def _asked_to_sync(self, device: Device) -> None:
        if device.shown.server_state == ServerState.OK and not device.gone:
            await self._drain(device)
        await self._synced(device)

    async def _synced(self, device: Device) -> None:
        if device.shown.server_state != ServerState.OK or device.gone:
            return
        self.note(device, "synced")
        for bring in self.more:
            await bring(device)
        await self._emit(MasterdataChanged(device), at_once=False)
        await self._emit(ConfigChanged(device), at_once=False)

    def administrable(self, device: Device) -> bool:
        """Whether the device hears, and accepts who is speaking."""
        shown = device.shown
        return shown.server_state == ServerState.OK and shown.admin_pin_state == AdminPinState.OK

    def note(self, device: Device, event: str, **details: Any) -> None:
        """Into the journal."""
        self._journal.record(Kind.DEVICE, f"smartlock {device.smartlock_id}", event=event, **details)
