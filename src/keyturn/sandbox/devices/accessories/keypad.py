"""A keypad beside the door: codes and fingers, judged by what the device knows, on its own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from keyturn.clock import Clock
from keyturn.nuki import timezones
from keyturn.nuki.codes import (
    AuthType,
    DeviceType,
    LockAction,
    LockState,
    LogSource,
    LogState,
    LogTrigger,
    Trigger,
)
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.access import window
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.motion import Motions
from keyturn.sandbox.devices.orders import NotUnderstood, Order

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

RULES = (
    Rule(
        "A keypad's code or finger unlocks, as the call without a body would; the log has trigger 255, source 1 or 2, "
        "and who it was.",
        Confidence.DOCUMENTED,
        "S-25 for the log; what it does is guessed",
    ),
    Rule(
        "A keypad has no button that locks.",
        Confidence.GUESSED,
        "our limit: whether it locks by itself is nowhere said; the lock, its button and the fob do",
    ),
    Rule(
        "A wrong code is logged with state 224, a wrong finger with 225; a right one outside its window with 9.",
        Confidence.GUESSED,
        "S-25 names the states",
    ),
    Rule(
        "After three wrong tries within a minute the keypad is closed for a minute: a locked lock shows 224 or 225, "
        "and further tries are logged with trigger 253.",
        Confidence.GUESSED,
        "S-25 names state and trigger; numbers are our choice",
    ),
    Rule(
        "Uses are counted by the lock; Nuki Web's lockCount follows at the next sync.",
        Confidence.DOCUMENTED,
        "P-WH",
    ),
)

TRIES = 3
WITHIN_SECONDS = CLOSED_SECONDS = 60.0
_SHOWN_WRONG = {LockState.WRONG_ENTRY_CODE, LockState.WRONG_FINGERPRINT}


class Keypads:
    """Of all devices."""

    def __init__(self, clock: Clock, motions: Motions) -> None:
        self._clock, self._motions = clock, motions

    async def enter(self, device: Device, code: int) -> None:
        """Somebody enters a code. Raises :class:`NotUnderstood` where there is no keypad."""
        config = device.shown.config
        if config is None or not (config.keypad_paired or config.keypad2_paired):
            raise NotUnderstood("keypad")
        known = device.inside.keyring.known.values()
        auth = next((one for one in known if one.type == AuthType.KEYPAD_CODE and one.code == code), None)
        await self._judge(device, auth, LogSource.KEYPAD_CODE)

    async def present(self, device: Device, finger: str) -> None:
        """Somebody presents a finger, by its id. Raises :class:`NotUnderstood` where there is no Keypad 2."""
        config = device.shown.config
        if config is None or not config.keypad2_paired:
            raise NotUnderstood("keypad2")
        known = device.inside.keyring.known.values()
        auth = next((one for one in known if finger in (one.fingerprints or {})), None)
        await self._judge(device, auth, LogSource.FINGERPRINT)

    async def _judge(self, device: Device, auth: SmartlockAuth | None, source: LogSource) -> None:
        now = self._clock.now()
        wrong = LogState.INVALID_CODE if source is LogSource.KEYPAD_CODE else LogState.INVALID_FINGERPRINT
        order = _order(device, auth, source)
        if self.closed(device):
            await self._motions.log(device, replace(order, log_trigger=LogTrigger.KEYPAD_ERROR), wrong)
        elif auth is None:
            await self._motions.log(device, order, wrong)
            await self._count(device, wrong)
        elif not window.holds(
            auth, now, timezones.zone(device.shown.config.timezone_id if device.shown.config else 37)
        ):
            await self._motions.log(device, order, LogState.REJECTED)
        else:
            device.inside.wrong_tries.clear()
            ring = device.inside.keyring
            used = msgspec.structs.replace(auth, lock_count=auth.lock_count + 1, last_active_date=to_wire(now))
            ring.known[auth.id] = used
            self._motions.begin(device, order)

    def closed(self, device: Device) -> bool:
        """Whether there were too many wrong tries."""
        since = self._clock.now() - timedelta(seconds=WITHIN_SECONDS)
        tries = device.inside.wrong_tries
        tries[:] = [one for one in tries if one > since]
        return len(tries) >= TRIES

    async def _count(self, device: Device, wrong: LogState) -> None:
        device.inside.wrong_tries.append(self._clock.now())
        if not self.closed(device):
            return
        # The minute begins with the last of them.
        device.inside.wrong_tries[:] = [self._clock.now()] * TRIES
        if device.state.state == LockState.LOCKED and device.shown.type != DeviceType.OPENER:
            shows = LockState.WRONG_ENTRY_CODE if wrong is LogState.INVALID_CODE else LockState.WRONG_FINGERPRINT
            await self._motions.put(device, state=shows)
            self._clock.schedule(CLOSED_SECONDS, partial(self._open_again, device))

    async def _open_again(self, device: Device) -> None:
        if device.state.state in _SHOWN_WRONG:
            await self._motions.put(device, state=LockState.LOCKED)


def _order(device: Device, auth: SmartlockAuth | None, source: LogSource) -> Order:
    details: dict[str, object] = {"source": source}
    if auth is not None:
        details |= {"auth_id": auth.id, "account_user_id": auth.account_user_id}
    return replace(
        orders.simple(device.shown, LockAction.UNLOCK),
        trigger=Trigger.ACCESSORY if device.shown.type == DeviceType.SMART_DOOR else Trigger.SYSTEM,
        log_trigger=LogTrigger.KEYPAD,
        name=auth.name if auth is not None else "",
        remote=False,
        details=details,
    )


def _zone(device: Device) -> ZoneInfo:
    assert device.shown.config is not None  # where there is a keypad, there is a configuration
    return timezones.zone(device.shown.config.timezone_id)
