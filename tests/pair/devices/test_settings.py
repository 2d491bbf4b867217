"""Settings of each type of device: its own are offered, sent to the right place, and confirmed by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.pair.devices.house import House, tell
from tests.pair.doors.panel import Panel

from keyturn.nuki.codes import DeviceType

OWN: dict[DeviceType, tuple[str, dict[str, str], dict[str, Any]]] = {
    DeviceType.SMART_LOCK_2: ("advancedConfig", {"lng_timeout": "60"}, {"lngTimeout": 60}),
    DeviceType.SMART_LOCK_4: ("advancedConfig", {"unlatch_duration": "10"}, {"unlatchDuration": 10}),
    DeviceType.SMART_LOCK_5: ("advancedConfig", {"motor_speed": "2"}, {"motorSpeed": 2}),
    DeviceType.SMART_DOOR: ("smartdoorAdvancedConfig", {"buzzer_volume": "0"}, {"buzzerVolume": 0}),
    DeviceType.OPENER: ("openerAdvancedConfig", {"rto_timeout": "5"}, {"rtoTimeout": 5}),
    DeviceType.BOX: ("config", {"led_enabled": ""}, {"ledEnabled": False}),
}
"""The configuration it has, a setting in it, and what the device then has."""
NOT_OFFERED = {
    DeviceType.SMART_LOCK_2: ("buzzer_volume", "rto_timeout"),
    DeviceType.SMART_DOOR: ("single_lock", "motor_speed", "rto_timeout"),
    DeviceType.OPENER: ("auto_unlatch", "single_lock", "auto_lock", "lng_timeout"),
    DeviceType.BOX: ("auto_unlatch", "single_lock", "auto_lock", "rto_timeout", "motor_speed"),
}


@pytest.mark.parametrize("device_type", OWN)
def test_each_device_has_settings_of_its_own(tmp_path: Path, device_type: DeviceType) -> None:
    part, fields, ends = OWN[device_type]

    async def story(house: House) -> None:
        panel = Panel(house.street, house.facts(device_type))
        before = panel.has(part)
        await panel.save(**fields)
        assert panel.wish == "accepted"
        await house.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"
        assert panel.has(part) == before | ends

    tell(tmp_path, story, configure=True)


@pytest.mark.parametrize("device_type", NOT_OFFERED)
def test_no_device_is_offered_what_it_cannot_be_set_to(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        await house.page(device_type, "/settings")
        page = house.street.person.page
        assert page is not None
        assert ("night mode" in page.text) == (device_type in (DeviceType.SMART_LOCK_2, DeviceType.SMART_DOOR))
        assert [name for name in NOT_OFFERED[device_type] if f'name="{name}"' in page.text] == []

    tell(tmp_path, story, configure=True)


@pytest.mark.parametrize(
    ("device_type", "said"),
    [
        (DeviceType.SMART_LOCK_2, "One press: unlocks Two presses: locks Three presses: lock ’n’ go"),
        (DeviceType.OPENER, "One press: ring to open on or off Two presses: opens Three presses: rings"),
    ],
)
def test_what_a_fob_does_is_told_and_not_offered(tmp_path: Path, device_type: DeviceType, said: str) -> None:
    async def story(house: House) -> None:
        text = await house.page(device_type, "/settings")
        assert said in text
        assert 'name="fob' not in house.street.person.page.text if house.street.person.page else False

    tell(tmp_path, story, configure=True)


def test_night_is_told(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        house.inside(DeviceType.SMART_LOCK_5).change(house.street.clock.now(), state={"night_mode": True})
        assert "It is night for this device now" in await house.page(DeviceType.SMART_LOCK_5, "/settings")

    tell(tmp_path, story, configure=True)
