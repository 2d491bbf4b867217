"""Smartlock: the configurations a device keeps."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import msgspec

from keyturn.nuki import endpoints, ranges
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import (
    AdvancedConfig,
    Config,
    OpenerAdvancedConfig,
    SmartdoorAdvancedConfig,
)
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer

RULES = (
    Rule("The required fields of a configuration have to be sent.", Confidence.DOCUMENTED, "S-25"),
    Rule(
        "Optional fields that are not sent stay as they were; read-only ones are ignored.",
        Confidence.GUESSED,
        "S-25 marks the read-only ones",
    ),
    Rule("A value outside the documented ones is answered 400.", Confidence.GUESSED, "S-25 lists the values"),
    Rule(
        "A configuration the device type does not have is answered 400, naming smartlockId.",
        Confidence.GUESSED,
        "S-25: present depending on the type",
    ),
)

NAME_MOST = 32
LATITUDE_MOST, LONGITUDE_MOST = 90.0, 180.0


async def configure(call: Call) -> Answer:
    """``POST …/config``."""
    return _configure(call, "config", Config, ranges.CONFIG)


async def configure_lock(call: Call) -> Answer:
    """``POST …/advanced/config``."""
    return _configure(call, "advanced_config", AdvancedConfig, ranges.ADVANCED)


async def configure_opener(call: Call) -> Answer:
    """``POST …/advanced/openerconfig``."""
    return _configure(call, "opener_advanced_config", OpenerAdvancedConfig, ranges.OPENER)


async def configure_smartdoor(call: Call) -> Answer:
    """``POST …/advanced/smartdoorconfig``."""
    return _configure(call, "smartdoor_advanced_config", SmartdoorAdvancedConfig, ranges.SMARTDOOR)


def _configure(
    call: Call,
    part: str,
    kind: type[msgspec.Struct],
    allowed: dict[str, Container[int | float]],
) -> Answer:
    device = call.device()
    if getattr(device.shown, part) is None:
        raise ParameterRefused("smartlockId", str(device.smartlock_id))
    asked = call.body(kind)
    changes: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = getattr(asked, field.name)
        if value is None or field.encode_name in ranges.READ_ONLY:
            continue
        _check(field.encode_name, value, allowed)
        changes[field.name] = value
    call.world.upkeep.configure(device, part, changes)
    return NO_CONTENT


def _check(name: str, value: Any, allowed: dict[str, Container[int | float]]) -> None:
    match name:
        case "name":
            good = 0 < len(value) <= NAME_MOST
        case "latitude":
            good = abs(value) <= LATITUDE_MOST
        case "longitude":
            good = abs(value) <= LONGITUDE_MOST
        case _:
            good = name not in allowed or value in allowed[name]
            if isinstance(value, int) and not isinstance(value, bool):
                good = good and -(2**31) <= value < 2**31  # a 32-bit number by the description
    if not good:
        raise ParameterRefused(name, str(value))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.POST_SMARTLOCK_CONFIG, configure),
    (endpoints.POST_SMARTLOCK_ADVANCED_CONFIG, configure_lock),
    (endpoints.POST_SMARTLOCK_OPENER_ADVANCED_CONFIG, configure_opener),
    (endpoints.POST_SMARTDOOR_ADVANCED_CONFIG, configure_smartdoor),
)
