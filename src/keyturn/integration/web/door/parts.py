"""What a door consists of beside its bolt, in words: batteries, sensor, keypad, fob, firmware. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keyturn.integration.smartlocks.changes import left_open
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.texts import Texts
from keyturn.nuki.codes import DeviceType, DoorState, Mode
from keyturn.nuki.models.smartlock import firmware_text


@dataclass(frozen=True)
class Part:
    """One line of the list; ``remedy`` says what to do where something is wrong, else it is empty."""

    name: str
    value: str
    remedy: str = ""


def parts_of(door: Door, texts: Texts, language: str, now: datetime) -> tuple[Part, ...]:
    """Everything known of the door's parts; what the device does not tell is left out, not guessed."""

    def t(key: str, **values: object) -> str:
        return texts.say(language, key, **values)

    def weak(critical: bool | None) -> tuple[str, str]:
        return (t("part.weak"), t("part.weak_next")) if critical else (t("part.fine"), "")

    charge = "" if door.battery_charge is None else f"{door.battery_charge} %"
    state, remedy = weak(door.battery_critical)
    charging = t("part.charging") if door.battery_charging else ""
    found = [Part(t("part.battery"), ", ".join(filter(None, (charge, state, charging))), remedy)]
    if door.device_type == DeviceType.OPENER:
        key = "part.continuous_on" if door.mode == Mode.CONTINUOUS else "part.continuous_off"
        found.append(Part(t("part.continuous"), t(key)))
    if door.door_state not in (DoorState.UNAVAILABLE, DoorState.DEACTIVATED):
        found.append(_sensor(door, texts, language, now))
    if door.doorsensor_battery_critical is not None:
        found.append(Part(t("part.sensor_battery"), *weak(door.doorsensor_battery_critical)))
    if door.keypad:
        found.append(Part(t("part.keypad"), *weak(door.keypad_battery_critical)))
    if door.fob:
        found.append(Part(t("part.fob"), t("part.paired")))
    if door.firmware is not None:
        found.append(Part(t("part.firmware"), firmware_text(door.firmware)))
    return tuple(found)


def _sensor(door: Door, texts: Texts, language: str, now: datetime) -> Part:
    key = f"door_state.{door.door_state}"
    value = (
        texts.say(language, key) if texts.has(key) else texts.say(language, "state.other", number=door.door_state)
    )
    remedy = ""
    if left_open(door, now) and door.opened_at is not None:
        minutes = int((now - door.opened_at).total_seconds() // 60)
        remedy = texts.say(language, "part.left_open", minutes=minutes)
    elif door.door_state not in (DoorState.CLOSED, DoorState.OPENED):
        remedy = texts.say(language, "part.sensor_next")
    return Part(texts.say(language, "part.sensor"), value, remedy)
