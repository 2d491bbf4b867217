"""What nobody has told us about yet: new types, states and settings are shown as they are, and nothing is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.pair.devices.house import NAMES, House, tell

from keyturn.nuki.codes import DeviceType


def test_a_device_of_an_unknown_type_is_shown_and_only_watched(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        await house.page(DeviceType.SMART_LOCK_5)
        opened_before = house.street.person.page
        house.inside(DeviceType.SMART_LOCK_5).change(house.street.clock.now(), type=9)
        await house.read_anew()
        await house.street.person.go("/doors")
        card = house.street.person.door("Attic")
        assert "Device of type 9" in card
        assert "can only be watched here" in card
        for name in NAMES.values():
            assert house.street.person.door(name), "none is dropped for it"
        text = await house.page(DeviceType.SMART_LOCK_5)
        assert "Firmware" in text
        assert "Unlock" not in text
        house.street.person.page = opened_before
        await house.street.person.press("/unlock")
        assert house.street.person.problem == "unknown-action"

    tell(tmp_path, story)


@pytest.mark.parametrize("device_type", [*NAMES])
def test_an_unknown_state_is_its_number(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        house.inside(device_type).change(house.street.clock.now(), state={"state": 77, "mode": 88, "trigger": 99})
        await house.read_anew()
        await house.street.person.go("/doors")
        assert "State 77" in house.street.person.door(NAMES[device_type])
        assert "State 77" in await house.page(device_type)

    tell(tmp_path, story)


def test_an_unknown_connection_is_not_called_fine(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        house.inside(DeviceType.SMART_DOOR).change(house.street.clock.now(), server_state=9)
        await house.read_anew()
        text = await house.page(DeviceType.SMART_DOOR)
        assert "Last known" in text

    tell(tmp_path, story)


def test_settings_of_an_unknown_type_and_an_unknown_value_are_kept(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        now = house.street.clock.now()
        lock, door = house.inside(DeviceType.SMART_LOCK_5), house.inside(DeviceType.SMART_DOOR)
        lock.change(now, type=9)
        assert door.shown.config is not None
        door.change(now, config=replace(door.shown.config, advertising_mode=7))
        text = await house.page(DeviceType.SMART_LOCK_5, "/settings")
        assert "Name at the device" in text
        assert "Auto lock" not in text
        await house.page(DeviceType.SMART_DOOR, "/settings")
        assert house.street.person.page is not None
        assert '<option value="7" selected>7</option>' in house.street.person.page.text

    tell(tmp_path, story, configure=True)
