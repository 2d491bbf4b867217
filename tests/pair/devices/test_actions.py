"""Every action of every type of device: asked for on its own page, carried out, and confirmed by its webhook."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.devices.house import NAMES, House, tell
from tests.pair.doors.test_one_door import press_there

from keyturn.integration.actions.action import Kind, kinds_for
from keyturn.nuki.codes import DeviceType, LockState, OpenerState

ENDS = {
    Kind.LOCK: LockState.LOCKED,
    Kind.FULL_LOCK: LockState.LOCKED,
    Kind.FORCE_LOCK: LockState.LOCKED,
    Kind.LOCK_N_GO: LockState.LOCKED,
    Kind.LOCK_N_GO_OPEN: LockState.LOCKED,
    Kind.UNLOCK: LockState.UNLOCKED,
    Kind.FORCE_UNLOCK: LockState.UNLOCKED,
    Kind.OPEN: LockState.UNLOCKED,
    Kind.RING_TO_OPEN_ON: OpenerState.RING_TO_OPEN,
}
"""A minute later."""


def end_of(device_type: int, kind: Kind) -> int:
    if device_type == DeviceType.BOX:
        return LockState.LOCKED
    if device_type == DeviceType.OPENER and kind is not Kind.RING_TO_OPEN_ON:
        return OpenerState.ONLINE
    return ENDS[kind]


@pytest.mark.parametrize(("device_type", "kind"), [(one, kind) for one in NAMES for kind in kinds_for(one)])
def test_every_action_is_asked_for_done_and_confirmed(tmp_path: Path, device_type: DeviceType, kind: Kind) -> None:
    async def story(house: House) -> None:
        street, device = house.street, house.facts(device_type)
        if kind is Kind.RING_TO_OPEN_OFF:
            await press_there(street, device, Kind.RING_TO_OPEN_ON)
            await street.wait(20)
        await press_there(street, device, kind)
        assert "Waiting for the door to confirm" in street.person.text
        await street.wait(60)
        assert street.person.action_of(NAMES[device_type]) == "confirmed"
        assert house.state(device_type) == end_of(device_type, kind)

    tell(tmp_path, story)


@pytest.mark.parametrize("device_type", [DeviceType.SMART_DOOR, DeviceType.BOX, DeviceType.SMART_LOCK_5])
def test_a_device_out_of_reach_is_never_said_to_have_moved(tmp_path: Path, device_type: DeviceType) -> None:
    async def story(house: House) -> None:
        street, device = house.street, house.facts(device_type)
        street.sandbox.arm("device_offline", smartlock_id=device["smartlock_id"], times=None)
        await press_there(street, device, "open")
        await street.wait(60)
        assert street.person.action_of(NAMES[device_type]) in ("failed", "unconfirmed")
        assert "has confirmed" not in street.person.door(NAMES[device_type])
        assert "offline" in await house.page(device_type)

    tell(tmp_path, story)


def test_a_box_opens_and_nothing_else_and_says_what_that_means(tmp_path: Path) -> None:
    async def story(house: House) -> None:
        text = await house.page(DeviceType.BOX)
        assert "Opens the Box: whoever stands there can take out what is inside." in text
        assert "Lock ’n’ go" not in text
        await house.street.person.press("/open")
        assert 'name="sure"' in house.street.person.page.text if house.street.person.page else False
        await house.street.wait(30)
        assert house.street.person.action_of("Box") == "", "nobody said yes"

    tell(tmp_path, story)
