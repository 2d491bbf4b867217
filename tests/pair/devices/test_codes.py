"""Codes at each type of device: with a keypad they reach it, without one the page says so, and each has its room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.access.keypad import Keypad
from tests.pair.devices.house import House, tell

from keyturn.nuki.codes import DeviceType

WITH_KEYPAD = [
    DeviceType.SMART_LOCK_2,
    DeviceType.SMART_LOCK_4,
    DeviceType.SMART_LOCK_5,
    DeviceType.SMART_DOOR,
    DeviceType.OPENER,
]


async def keypad_of(house: House, device_type: DeviceType) -> Keypad:
    """Its codes page, open."""
    keypad = Keypad(house.street, house.facts(device_type)["smartlock_id"])
    await keypad.look()
    return keypad


@pytest.mark.parametrize("device_type", WITH_KEYPAD)
def test_a_code_is_made_changed_and_removed(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        keypad = await keypad_of(house, device_type)
        await keypad.add(day0="1", from_time="08:00", until_time="11:30")
        assert keypad.state() == "accepted"
        await keypad.wait(10)
        assert keypad.state() == "on_lock"
        known = keypad.known()
        assert known is not None
        assert (known.allowed_week_days, known.allowed_from_time, known.allowed_until_time) == (64, 480, 690)
        await keypad.deed("change", day6="1")
        await keypad.wait(10)
        known = keypad.known()
        assert known is not None
        assert known.allowed_week_days == 1
        await keypad.deed("remove")
        await keypad.wait(10)
        assert keypad.state() == "removed"
        assert keypad.known() is None

    tell(tmp_path, story, access=True)


@pytest.mark.parametrize(("device_type", "most"), [(DeviceType.SMART_LOCK_2, 100), (DeviceType.SMART_DOOR, 200)])
def test_each_says_how_many_codes_it_takes(tmp_path: Path, device_type: DeviceType, most: int) -> None:
    async def story(house: House) -> None:
        keypad = await keypad_of(house, device_type)
        assert f"0 of {most} codes are in use" in keypad.person.text
        keypad.fill(most)
        await keypad.look()
        assert f"All {most} codes of this door are in use" in keypad.person.text
        assert 'name="code_id"' not in keypad.person.page.text if keypad.person.page else False

    tell(tmp_path, story, access=True)


def test_a_box_has_no_keypad_and_says_so(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        keypad = await keypad_of(house, DeviceType.BOX)
        assert "This door has no keypad" in keypad.person.text
        assert 'name="code_id"' not in keypad.person.page.text if keypad.person.page else False

    tell(tmp_path, story, access=True)
