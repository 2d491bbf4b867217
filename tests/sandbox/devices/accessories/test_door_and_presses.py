"""The door sensor, the fob and the buttons."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace
from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import BOX, DOOR, GO, LOCK, OPENER, house

from keyturn.nuki.codes import LockState, Mode, OpenerState
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.devices.accessories import presses
from keyturn.sandbox.devices.orders import NotUnderstood


def test_what_the_sensor_sees_is_shown_and_logged() -> None:
    async def story() -> None:
        person = await Person().arrive()
        for deed, door_state, action in (
            ("open_door", 3, 240),
            ("close_door", 2, 241),
            ("jam_sensor", 4, 242),
            ("mend_sensor", 2, None),
            ("mismatch_door", 2, 209),
            ("tamper_sensor", 240, None),
        ):
            count = len(await person.log())
            await person.do(deed)
            assert (await person.state())["doorState"] == door_state, deed
            entries = (await person.log())[: len(await person.log()) - count]
            assert [one["action"] for one in entries] == ([action] if action else []), deed
        assert [one["state"]["doorState"] for one in person.heard("DEVICE_STATUS")] == [3, 2, 4, 2, 240]

    asyncio.run(story())


def test_a_door_left_open_is_a_warning_after_its_time() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("leave_ajar", wait=299)
        assert [one["action"] for one in await person.log()] == [240]
        await person.stage.clock.advance(1)
        assert (await person.log())[0] == {
            "deviceType": 4,
            "name": "",
            "action": 208,
            "trigger": 0,
            "state": 0,
            "autoUnlock": False,
            "ajarTimeout": 5,
        }
        await person.do("close_door")
        await person.do("leave_ajar", wait=10)
        await person.do("close_door", wait=400)
        assert [one["action"] for one in await person.log()][:2] == [241, 240]

    asyncio.run(story())


@pytest.mark.parametrize(
    "deed", ["leave_ajar", "mismatch_door", "tamper_sensor", "jam_sensor", "mend_sensor", "open_door"]
)
def test_without_a_sensor_nobody_sees_the_door(deed: str) -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do(deed, GO, 400)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("at", "times", "state", "action"), [(LOCK, 1, 3, 1), (LOCK, 2, 1, 2), (LOCK, 3, 6, 4), (OPENER, 2, 3, 1)]
)
def test_a_fob_does_what_is_configured(at: int, times: int, state: int, action: int) -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("press_fob", at, times=times)
        assert (await person.state(at))["state"] == state
        entry = (await person.log(at))[0]
        assert (entry["action"], entry["trigger"]) == (action, 7)

    asyncio.run(story())


def test_a_fob_opens_and_rings() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("press_fob", OPENER, times=1)
        assert [one["state"]["state"] for one in person.heard("DEVICE_STATUS")] == [7, 5, 1]
        await person.do("press_fob", OPENER, times=3)
        assert (await person.log(OPENER))[0]["action"] == 224
        for at in (BOX, DOOR, GO):
            await person.do("press_fob", at, 400)
        await person.do("press_fob", LOCK, 400, times=4)

    asyncio.run(story())


def test_the_button_is_smart_and_can_be_switched_off() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("press_button")
        assert ((await person.state())["state"], (await person.state())["trigger"]) == (3, 2)
        await person.do("press_button")
        assert (await person.state())["state"] == 1
        await person.do("press_button", times=2, wait=10)
        assert (await person.state())["state"] == 6
        config = (await person.shown())["config"]
        sent = {**config, "buttonEnabled": False}
        assert (await person.stage.call("POST", f"/smartlock/{LOCK}/config", json=sent)).status_code == 204
        await person.stage.clock.advance(30)
        await person.do("press_button", status=400)
        await person.do("press_button", BOX, 400)

    asyncio.run(story())


LOCKED = {one.smartlock_id: one for one in house().accounts[0].smartlocks}


def asked(shown: Smartlock, number: int) -> int | None:
    if shown.opener_advanced_config is not None:
        advanced = replace(shown.opener_advanced_config, single_button_press_action=number)
        order = presses.button(replace(shown, opener_advanced_config=advanced), 1)
    else:
        assert shown.advanced_config is not None
        config = replace(shown.advanced_config, single_button_press_action=number)
        order = presses.button(replace(shown, advanced_config=config), 1)
    return order.action if order else None


def test_every_button_action_of_a_lock() -> None:
    assert [asked(LOCKED[LOCK], number) for number in range(8)] == [None, 1, 1, 2, 3, 4, None, None]
    state = LOCKED[LOCK].state
    assert state is not None
    for other in LockState:
        if other != LockState.LOCKED:
            assert asked(replace(LOCKED[LOCK], state=replace(state, state=other)), 1) == 2


def test_every_button_action_of_an_opener() -> None:
    assert [asked(LOCKED[OPENER], number) for number in range(9)] == [None, 1, 1, 2, 6, 6, 7, 3, None]
    state = LOCKED[OPENER].state
    assert state is not None
    active = replace(LOCKED[OPENER], state=replace(state, state=OpenerState.RING_TO_OPEN, mode=Mode.CONTINUOUS))
    assert [asked(active, number) for number in (1, 4)] == [2, 7]


@pytest.mark.parametrize(("number", "action"), list(enumerate([None, 1, 2, 4, 1, None, None, None, None])))
def test_every_fob_action_of_a_lock(number: int, action: int | None) -> None:
    config = LOCKED[LOCK].config
    assert config is not None
    order = presses.fob(replace(LOCKED[LOCK], config=replace(config, fob_action1=number)), 1)
    assert (order.action if order else None) == action
    with pytest.raises(NotUnderstood):
        presses.fob(replace(LOCKED[LOCK], config=replace(config, fob_paired=False)), 1)


def test_a_fob_with_an_authorization_keeps_to_its_window() -> None:
    async def story() -> None:
        person = await Person().arrive()
        body = {"name": "Red fob", "type": 2, "remoteAllowed": False, "accountUserId": 11}
        assert (await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)).status_code == 204
        await person.stage.clock.advance(5)
        fob = next(one for one in await person.auths() if one["type"] == 2)
        await person.do("press_fob")
        entry = (await person.log())[0]
        assert (entry["name"], entry["authId"], entry["state"]) == ("Red fob", fob["id"], 0)
        changed = {"name": "Red fob", "enabled": False}
        await person.stage.call("POST", f"/smartlock/{LOCK}/auth/{fob['id']}", json=changed)
        await person.stage.clock.advance(5)
        await person.do("press_fob", times=2)
        assert ((await person.log())[0]["state"], (await person.state())["state"]) == (9, 3)

    asyncio.run(story())
