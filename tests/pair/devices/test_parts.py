"""What each type of device has beside its bolt, and what to do when a part of it is weak."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.devices.house import House, tell

from keyturn.nuki.codes import DeviceType, DoorState

HAS = {
    DeviceType.SMART_LOCK_2: {"Keypad", "Fob"},
    DeviceType.SMART_LOCK_4: {"Keypad", "Door sensor", "Sensor's battery"},
    DeviceType.SMART_LOCK_5: {"Keypad", "Door sensor", "Sensor's battery", "Fob"},
    DeviceType.SMART_DOOR: {"Keypad"},
    DeviceType.OPENER: {"Keypad", "Fob", "Continuous mode"},
    DeviceType.BOX: set[str](),
}
ALL = set().union(*HAS.values())


def parts(house: House) -> dict[str, str]:
    """The list of parts on the page that is open."""
    page = house.street.person.page
    assert page is not None
    rows = page.text.split("<dt>")[1:]
    found = {}
    for row in rows:
        name, _, rest = row.partition("</dt><dd>")
        found[name.replace("&#39;", "'")] = rest.partition("</dd>")[0]
    return found


@pytest.mark.parametrize("device_type", HAS)
def test_each_shows_the_accessories_it_has_and_no_others(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        await house.page(device_type)
        assert parts(house).keys() & ALL == HAS[device_type]
        assert {"Battery", "Firmware"} <= parts(house).keys()

    tell(tmp_path, story)


@pytest.mark.parametrize("device_type", HAS)
def test_a_weak_battery_is_said_with_what_to_do(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        now = house.street.clock.now()
        house.inside(device_type).change(now, state={"battery_critical": True})
        await house.read_anew()
        await house.page(device_type)
        assert "Change the batteries soon" in parts(house)["Battery"]

    tell(tmp_path, story)


@pytest.mark.parametrize(
    ("device_type", "flag", "part"),
    [
        (DeviceType.SMART_LOCK_2, "keypad_battery_critical", "Keypad"),
        (DeviceType.SMART_DOOR, "keypad_battery_critical", "Keypad"),
        (DeviceType.SMART_LOCK_5, "doorsensor_battery_critical", "Sensor's battery"),
    ],
)
def test_a_weak_accessory_is_said_with_what_to_do(
    tmp_path: Path, device_type: DeviceType, flag: str, part: str
) -> None:
    async def story(house: House) -> None:
        house.inside(device_type).change(house.street.clock.now(), state={flag: True})
        await house.read_anew()
        await house.page(device_type)
        assert "nearly empty" in parts(house)[part]
        assert "Change the batteries soon" in parts(house)[part]
        assert "fine" in parts(house)["Battery"]

    tell(tmp_path, story)


@pytest.mark.parametrize("state", [DoorState.UNKNOWN, DoorState.REMOVED, 77])
def test_a_sensor_that_cannot_say_is_told_as_it_is(tmp_path: Path, state: int) -> None:
    async def story(house: House) -> None:
        house.inside(DeviceType.SMART_LOCK_5).change(house.street.clock.now(), state={"door_state": int(state)})
        await house.read_anew()
        await house.page(DeviceType.SMART_LOCK_5)
        assert "calibrate it in the Nuki app" in parts(house)["Door sensor"]
        assert f"State {int(state)}" in parts(house)["Door sensor"] or state == DoorState.UNKNOWN

    tell(tmp_path, story)
