"""Every deed, as it is written in JSON: ``{"does": "enter_code", "code": 348975}``."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


def _words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="does", tag=_words):
    """The base; ``does`` is the class's name in small letters."""

    needs_server = True
    """Whether it is worth nothing while the server cannot reach the device."""


class TurnKeyLock(Deed, frozen=True):
    """With a key or the knob."""


class TurnKeyUnlock(Deed, frozen=True):
    """With a key or the knob."""


class RingBell(Deed, frozen=True):
    """At an Opener's door."""


class OpenDoor(Deed, frozen=True):
    """Seen by a door sensor."""


class CloseDoor(Deed, frozen=True):
    """Seen by a door sensor."""


class PressButton(Deed, frozen=True):
    """On the device."""

    times: Literal[1, 2] = 1


class PressFob(Deed, frozen=True):
    """A paired one."""

    times: Literal[1, 2, 3] = 1


class EnterCode(Deed, frozen=True):
    """At a keypad."""

    code: Annotated[int, Meta(ge=0, le=999_999_999)]

    def __repr__(self) -> str:
        return "EnterCode(…)"


class PresentFinger(Deed, frozen=True):
    """At a Keypad 2; the finger by its id."""

    finger: str


class ComeHome(Deed, frozen=True):
    """With the app in the pocket: auto unlock."""


class LeaveAjar(Deed, frozen=True):
    """Open the door and go."""


class MismatchDoor(Deed, frozen=True):
    """Lock beside the frame."""


class TamperSensor(Deed, frozen=True):
    """Take the door sensor off."""


class JamSensor(Deed, frozen=True):
    """Hide the door from it."""


class MendSensor(Deed, frozen=True):
    """Put it back."""


class ChangeBattery(Deed, frozen=True):
    """Full again."""


class SetBattery(Deed, frozen=True):
    """For the impatient."""

    percent: Annotated[int, Meta(ge=0, le=100)]


class StartCharging(Deed, frozen=True):
    """Plug a battery pack in."""


class StopCharging(Deed, frozen=True):
    """And out."""


class GoOffline(Deed, frozen=True):
    """Unplug the bridge, or the house's network."""


class ComeOnline(Deed, frozen=True):
    """Plug it in again."""

    needs_server = False


class SetServerState(Deed, frozen=True):
    """1 to 3: the connection to Nuki Web has to be made anew."""

    needs_server = False
    server_state: Annotated[int, Meta(ge=0, le=4)]


class UpdateFirmware(Deed, frozen=True):
    """To the next version."""


class Calibrate(Deed, frozen=True):
    """The lock finds its positions."""


class LoseCalibration(Deed, frozen=True):
    """Take the lock off the door."""


class SetPin(Deed, frozen=True):
    """In the app: Nuki Web has the old one."""

    needs_server = False
    admin_pin: Annotated[int, Meta(ge=0, le=9999)]

    def __repr__(self) -> str:
        return "SetPin(…)"


class SwitchLog(Deed, frozen=True):
    """The activity log, in the app."""

    on: bool


class SwitchDoorLog(Deed, frozen=True):
    """Door events in it."""

    on: bool


class SetNightMode(Deed, frozen=True):
    """Night falls, or ends."""

    on: bool


class AddAuth(Deed, frozen=True):
    """In the app, at the device: Nuki Web learns of it with the next sync."""

    needs_server = False
    name: Annotated[str, Meta(min_length=1, max_length=32)]
    code: Annotated[int, Meta(ge=0, le=999_999)] | None = None

    def __repr__(self) -> str:
        return f"AddAuth({self.name!r}, …)"


class RemoveAuth(Deed, frozen=True):
    """In the app, at the device."""

    needs_server = False
    id: str


class RedeemInvite(Deed, frozen=True):
    """Enter an invite code into the app."""

    code: str

    def __repr__(self) -> str:
        return "RedeemInvite(…)"


AnyDeed = (
    TurnKeyLock | TurnKeyUnlock | RingBell | OpenDoor | CloseDoor | PressButton | PressFob | EnterCode
    | PresentFinger | ComeHome | LeaveAjar | MismatchDoor | TamperSensor | JamSensor | MendSensor | ChangeBattery
    | SetBattery | StartCharging | StopCharging | GoOffline | ComeOnline | SetServerState | UpdateFirmware
    | Calibrate | LoseCalibration | SetPin | SwitchLog | SwitchDoorLog | SetNightMode | AddAuth | RemoveAuth
    | RedeemInvite
)  # fmt: skip
NAMES = tuple(_words(one.__name__) for one in Deed.__subclasses__())
