"""The home whose pictures the guide shows: one door for each declared device, with names in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from keyturn.journey.manifest import Manifest
from keyturn.nuki.codes import DeviceType

_DOORS = {
    "smart_lock": (DeviceType.SMART_LOCK_4, "1A2B3C4D", "front"),
    "smart_door": (DeviceType.SMART_DOOR, "3C4D5E6F", "garden"),
    "opener": (DeviceType.OPENER, "0C9F22D1", "entrance"),
    "box": (DeviceType.BOX, "5E6F7081", "box"),
}


def tables(declared: Manifest, names: Mapping[str, str], site: str) -> str:
    """A seed of the sandbox, as TOML."""
    return "\n".join(_lines(declared, names, site))


def _lines(declared: Manifest, names: Mapping[str, str], site: str) -> Iterator[str]:
    told = declared.integration
    yield "[application]"
    yield f"name = {_text(told.name)}"
    yield f'redirect_uris = ["{site}/connect/callback"]'
    if declared.webhooks.mode == "central":
        yield f'webhook_url = "{site}/webhooks/nuki"'
    yield '[[account]]\naccount_id = 55512345\nemail = "mara@home.example"'
    yield 'password = "a-key-under-the-mat"\nname = "Mara Lindqvist"'
    for device in told.devices:
        number, nuki_id, name = _DOORS[device]
        yield "[[account.smartlock]]"
        yield f'type = {int(number)}\nnuki_id = "{nuki_id}"\nname = {_text(names[name])}'
        if device in ("smart_lock", "smart_door"):
            yield f"keypad = {_truth('keypad' in told.accessories)}"
            yield f"door_sensor = {_truth('door_sensor' in told.accessories)}"


def _text(value: str) -> str:
    return json.dumps(value.replace("\x7f", ""), ensure_ascii=False)


def _truth(value: bool) -> str:
    return "true" if value else "false"
