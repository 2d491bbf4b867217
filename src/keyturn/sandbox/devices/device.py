"""One virtual device: what the API shows of it, its activity log, and what it is doing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from keyturn.clock import Scheduled
from keyturn.nuki.dates import Instant, to_wire
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.models.smartlock import Smartlock, State
from keyturn.sandbox.devices.course import Later, Step
from keyturn.sandbox.devices.inside import Inside

KEPT_LOG = 1000
"""Entries per device (guessed)."""
_encoder = msgspec.json.Encoder()


class Device:
    """``shown`` is replaced, never changed in place, so its encoded form can be kept until then."""

    __slots__ = (
        "_encoded", "daily", "gone", "inside", "later", "log", "moving", "planned", "shown", "smartlock_id",
    )  # fmt: skip

    def __init__(
        self,
        shown: Smartlock,
        log: Iterable[SmartlockLog] = (),
        later: PlannedLater | None = None,
        inside: Inside | None = None,
    ) -> None:
        self.smartlock_id = SmartlockId(shown.smartlock_id)
        self.shown = shown
        self.log: deque[SmartlockLog] = deque(log, maxlen=KEPT_LOG)
        self.moving = False
        self.planned = later
        self.later: Scheduled | None = None
        self.daily: Scheduled | None = None
        self.inside = inside or Inside()
        self.gone = False
        self._encoded: bytes | None = None

    @property
    def account_id(self) -> AccountId:
        """Whose device it is."""
        return AccountId(self.shown.account_id)

    @property
    def state(self) -> State:
        """The state shown."""
        assert self.shown.state is not None
        return self.shown.state

    @property
    def encoded(self) -> bytes:
        """The JSON of ``GET /smartlock/{id}``."""
        if self._encoded is None:
            self._encoded = _encoder.encode(self.shown)
        return self._encoded

    def change(self, now: datetime, state: dict[str, Any] | None = None, **fields: Any) -> bool:
        """Show other values; says whether anything is different."""
        if state:
            fields["state"] = replace(self.state, **state)
        changed = replace(self.shown, **fields)
        if changed == self.shown:
            return False
        self.shown = replace(changed, update_date=to_wire(now))
        self._encoded = None
        return True

    def step(self, step: Step, now: datetime, trigger: int, last_action: int | None) -> bool:
        """Show the step of a course; says whether anything is different."""
        state: dict[str, Any] = {"state": step.state, "trigger": trigger}
        if last_action is not None:
            state["last_action"] = last_action
        if step.mode is not None:
            state["mode"] = step.mode
        if step.ring_to_open is not None:
            on = step.ring_to_open > 0
            state["ring_to_open_timer"] = int(step.ring_to_open)
            state["ring_to_open_end"] = to_wire(now + timedelta(seconds=step.ring_to_open)) if on else None
        return self.change(now, state)


class PlannedLater(msgspec.Struct, frozen=True):
    """When a device will do something by itself, so that it still does after a restart."""

    due: Instant
    later: Later
