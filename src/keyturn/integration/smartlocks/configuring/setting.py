"""What can be set at a device, as a table: every field Nuki lets one change that a customer would want to.

Which of them a device has is what Nuki tells of it. The times of the night mode and what a fob does are not among them:
Nuki tells whether it is night and what the fob does, and takes no change (S-25).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from keyturn.integration.errors import RequestRefused
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.nuki.ranges import ADVANCED, CONFIG, OPENER, SMARTDOOR
from keyturn.nuki.timezones import NAMES

NAME_MOST = 32
"""Characters of a device's name: what Nuki takes is not stated, its app takes so many (guessed)."""
Value = bool | int | str
Values = Mapping[str, Value]
LOCKS = frozenset({DeviceType.SMART_LOCK_2, DeviceType.SMART_LOCK_4, DeviceType.SMART_LOCK_5})
DOORS = LOCKS | {DeviceType.SMART_DOOR}
ALL = frozenset(DeviceType)


class Form(StrEnum):
    """How a setting is filled in."""

    TEXT = "text"
    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    SEVERAL = "several"
    """A mask: each bit a switch of its own."""


class Group(StrEnum):
    """What belongs together on the page, in this order."""

    GENERAL = "general"
    LOCKING = "locking"
    RINGING = "ringing"
    SOUND = "sound"
    BUTTON = "button"
    SHOWING = "showing"
    RUNNING = "running"


@dataclass(frozen=True)
class Setting:
    """``name`` is that of the field in Nuki's models; ``values`` what it takes, ``types`` the devices it means
    something for: Nuki gives some fields for every type."""

    name: str
    group: Group
    form: Form
    values: range | tuple[int, ...] = ()
    types: frozenset[int] = ALL

    def read(self, text: str) -> Value:
        """From a form. Raises :class:`RequestRefused` (``setting-value``) for what the device cannot take."""
        if self.form is Form.SWITCH:
            return text == "on"
        if self.form is Form.TEXT:
            if 0 < len(text.strip()) <= NAME_MOST:
                return text.strip()
        elif text.isascii() and text.isdecimal() and len(text) < 9 and int(text) in self.values:
            return int(text)
        raise RequestRefused(f"The setting {self.name} cannot be {text[:40]!r}.", code="setting-value")


def _range(table: Mapping[str, object], name: str) -> range | tuple[int, ...]:
    values = table[name]
    assert isinstance(values, (range, tuple))
    return values


_G, _F = Group, Form
BASIC = (
    Setting("name", _G.GENERAL, _F.TEXT),
    Setting("timezone_id", _G.GENERAL, _F.CHOICE, range(len(NAMES))),
    Setting("auto_unlatch", _G.LOCKING, _F.SWITCH, types=DOORS),
    Setting("single_lock", _G.LOCKING, _F.SWITCH, types=LOCKS),
    Setting("button_enabled", _G.BUTTON, _F.SWITCH),
    Setting("pairing_enabled", _G.BUTTON, _F.SWITCH),
    Setting("led_enabled", _G.SHOWING, _F.SWITCH),
    Setting("led_brightness", _G.SHOWING, _F.CHOICE, _range(CONFIG, "ledBrightness")),
    Setting("advertising_mode", _G.RUNNING, _F.CHOICE, _range(CONFIG, "advertisingMode")),
)
LOCKING = (
    Setting("auto_lock", _G.LOCKING, _F.SWITCH),
    Setting("auto_lock_timeout", _G.LOCKING, _F.NUMBER, _range(ADVANCED, "autoLockTimeout")),
    Setting("lng_timeout", _G.LOCKING, _F.CHOICE, _range(ADVANCED, "lngTimeout")),
    Setting("unlatch_duration", _G.LOCKING, _F.CHOICE, _range(ADVANCED, "unlatchDuration")),
    Setting("single_button_press_action", _G.BUTTON, _F.CHOICE, _range(ADVANCED, "singleButtonPressAction")),
    Setting("double_button_press_action", _G.BUTTON, _F.CHOICE, _range(ADVANCED, "doubleButtonPressAction")),
    Setting("buzzer_volume", _G.SOUND, _F.CHOICE, _range(SMARTDOOR, "buzzerVolume")),
    Setting("motor_speed", _G.RUNNING, _F.CHOICE, _range(ADVANCED, "motorSpeed")),
    Setting("enable_slow_speed_during_nightmode", _G.RUNNING, _F.SWITCH),
    Setting("auto_update_enabled", _G.RUNNING, _F.SWITCH),
)
OPENING = (
    Setting("rto_timeout", _G.RINGING, _F.NUMBER, _range(OPENER, "rtoTimeout")),
    Setting("disable_rto_after_ring", _G.RINGING, _F.SWITCH),
    Setting("random_electric_strike_delay", _G.RINGING, _F.SWITCH),
    Setting("doorbell_suppression", _G.RINGING, _F.SEVERAL, _range(OPENER, "doorbellSuppression")),
    *(
        Setting(f"sound_{of}", _G.SOUND, _F.CHOICE, _range(OPENER, f"sound{of.capitalize()}"))
        for of in ("ring", "open", "rto", "cm", "confirmation")
    ),
    Setting("sound_level", _G.SOUND, _F.NUMBER, _range(OPENER, "soundLevel")),
    Setting("single_button_press_action", _G.BUTTON, _F.CHOICE, _range(OPENER, "singleButtonPressAction")),
    Setting("double_button_press_action", _G.BUTTON, _F.CHOICE, _range(OPENER, "doubleButtonPressAction")),
    Setting("auto_update_enabled", _G.RUNNING, _F.SWITCH),
)


@dataclass(frozen=True)
class Configuration:
    """A device's two configurations as Nuki describes them, in GET or in a webhook; None for what it does not have."""

    basic: msgspec.Struct | None
    advanced: msgspec.Struct | None

    @property
    def values(self) -> dict[str, Value | None]:
        """Every field of both. A name means the same in both, but for the operation."""
        parts = [part for part in (self.basic, self.advanced) if part is not None]
        return {name: getattr(part, name) for part in parts for name in part.__struct_fields__}

    @property
    def on_its_way(self) -> bool:
        """Whether the device has yet to hear of a change (S-25: an operation is under way)."""
        return any(getattr(part, "operation_id", None) for part in (self.basic, self.advanced))

    def has(self, wished: Values) -> bool:
        """Whether the device has all that was wished for."""
        now = self.values
        return not self.on_its_way and all(now.get(name) == value for name, value in wished.items())

    def with_(self, wished: Values) -> tuple[msgspec.Struct, ...]:
        """The configurations that have to be sent for it, each whole."""
        changed = []
        for part in (self.basic, self.advanced):
            if part is not None:
                own = {name: value for name, value in wished.items() if name in part.__struct_fields__}
                whole = msgspec.structs.replace(part, **own)
                if whole != part:
                    changed.append(whole)
        return tuple(changed)


def configuration_of(device: Smartlock) -> Configuration:
    """Of a device as Nuki describes it."""
    advanced = device.advanced_config or device.smartdoor_advanced_config or device.opener_advanced_config
    return Configuration(device.config, advanced)


def table_of(device_type: int) -> tuple[Setting, ...]:
    """What can be set at devices of this type; of one nobody has told us about, its name only."""
    if device_type not in ALL:
        return BASIC[:1]
    own = OPENING if device_type == DeviceType.OPENER else LOCKING
    return tuple(one for one in (*BASIC, *own) if device_type in one.types)


def settings_of(device: Smartlock) -> tuple[tuple[Setting, Value], ...]:
    """What can be set at this device, with how it is set now."""
    now = configuration_of(device).values
    known = [(one, now.get(one.name)) for one in table_of(device.type)]
    return tuple((one, value) for one, value in known if value is not None)
