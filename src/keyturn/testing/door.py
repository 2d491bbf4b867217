"""A virtual device as a test sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from keyturn.nuki.codes import DeviceType, DoorState, LockState, OpenerState


@dataclass(frozen=True)
class Door:
    """``look`` gives what the API shows of the device just now."""

    id: int
    name: str
    look: Callable[[], dict[str, Any]]

    @property
    def state(self) -> str:
        """``locked``, ``unlocked``, ``unlatching``, … as keyturn.nuki.codes names them."""
        shown = self.look()
        codes = OpenerState if shown["type"] == DeviceType.OPENER else LockState
        return codes(shown["state"]["state"]).name.lower()

    @property
    def door_state(self) -> str:
        """``closed``, ``opened``, ``unavailable``, …: what the door sensor says."""
        return DoorState(self.look()["state"]["doorState"]).name.lower()
