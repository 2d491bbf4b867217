"""What a person does with a device besides opening it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import BOX, GO, LOCK, OPENER


def test_keys_bells_and_coming_home() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("turn_key_unlock")
        assert (await person.state())["state"] == 3
        await person.do("turn_key_lock")
        await person.do("come_home")
        entry = (await person.log())[0]
        assert (entry["trigger"], entry["autoUnlock"], entry["state"]) == (3, True, 0)
        await person.do("turn_key_lock")
        await person.do("set_night_mode", on=True)
        assert (await person.state())["nightMode"] is True
        await person.do("come_home")
        assert ((await person.log())[0]["state"], (await person.state())["state"]) == (10, 1)
        await person.do("ring_bell", OPENER)
        assert (await person.log(OPENER))[0]["action"] == 224
        await person.do("ring_bell", LOCK, 400)
        await person.do("come_home", BOX, 400)

    asyncio.run(story())


def test_batteries_drain_and_are_charged() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("set_battery", percent=21)
        assert (await person.state())["batteryCritical"] is False
        for _ in range(10):
            await person.do("turn_key_unlock", wait=1)
            await person.do("turn_key_lock", wait=1)
        shown = await person.state()
        assert (shown["batteryCharge"], shown["batteryCritical"]) == (20, True)
        assert person.heard("DEVICE_STATUS")[-1]["state"]["batteryCritical"] is True
        await person.do("start_charging", wait=1201)
        assert ((await person.state())["batteryCharge"], (await person.state())["batteryCharging"]) == (40, True)
        await person.do("stop_charging", wait=1200)
        assert ((await person.state())["batteryCharge"], (await person.state())["batteryCharging"]) == (40, False)
        await person.do("change_battery")
        assert ((await person.state())["batteryCharge"], (await person.state())["batteryCritical"]) == (100, False)
        await person.do("start_charging", OPENER, 400)
        await person.do("set_battery", status=400, percent=101)

    asyncio.run(story())


def test_firmware_is_logged_with_its_version_and_told() -> None:
    async def story() -> None:
        person = await Person().arrive()
        before = (await person.shown())["firmwareVersion"]
        await person.do("update_firmware", wait=30)
        await person.do("update_firmware", status=400, wait=0)
        await person.stage.call("POST", f"/smartlock/{LOCK}/action/unlock/advanced")
        await person.stage.clock.advance(5)
        assert person.stage.outcomes()[0]["errorCode"] == "45"
        await person.stage.clock.advance(30)
        assert (await person.shown())["firmwareVersion"] == before + 1
        entry = (await person.log())[0]
        assert (entry["action"], entry["name"]) == (243, "4.10.11")
        assert person.heard("DEVICE_MASTERDATA")[-1]["firmwareVersion"] == before + 1

    asyncio.run(story())


def test_calibration_is_lost_and_found() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("lose_calibration")
        await person.stage.call("POST", f"/smartlock/{LOCK}/action/unlock/advanced")
        await person.stage.clock.advance(5)
        assert person.stage.outcomes()[0]["errorCode"] == "47"
        await person.do("calibrate", wait=20)
        assert ((await person.state())["state"], (await person.log())[0]["action"]) == (3, 253)
        await person.do("lose_calibration", OPENER)
        assert (await person.state(OPENER))["state"] == 0
        await person.do("calibrate", OPENER, 400)
        await person.do("lose_calibration", BOX, 400)

    asyncio.run(story())


def test_a_switched_off_log_says_so_and_then_nothing() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("switch_door_log", on=False)
        await person.do("open_door")
        await person.do("switch_log", on=False)
        await person.do("turn_key_unlock")
        await person.do("switch_log", on=True)
        await person.do("close_door")
        await person.do("switch_door_log", on=True)
        await person.do("open_door")
        told = [one["smartlockLog"]["action"] for one in person.heard("DEVICE_LOGS")]
        assert told == [251, 255, 254, 250, 240]
        assert [one["action"] for one in await person.log()] == told[::-1]

    asyncio.run(story())


def test_out_of_reach_and_back() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("go_offline")
        assert (await person.shown())["serverState"] == 4
        await person.do("turn_key_unlock", status=409)
        await person.do("add_auth", name="At the device")
        await person.do("come_online")
        assert person.heard("DEVICE_STATUS")[-1]["serverState"] == 0
        for state in (1, 2, 3):
            await person.do("set_server_state", server_state=state)
            assert (await person.shown())["serverState"] == state
            await person.stage.call("POST", f"/smartlock/{LOCK}/action/unlock/advanced")
            await person.stage.clock.advance(6)
            assert person.stage.outcomes()[-2]["errorCode"] == "ff"
        person.stage.sandbox.arm("device_offline", times=None)
        person.stage.sandbox.disarm()
        assert (await person.shown())["serverState"] == 3
        await person.do("set_server_state", status=400, server_state=5)

    asyncio.run(story())


def test_what_the_app_does_shows_with_the_daily_sync() -> None:
    async def story() -> None:
        person = await Person().arrive()
        person.stage.access = person.stage.facts["api_token"]
        before = await person.auths()
        await person.do("add_auth", name="From the app, by hand!", code=555555)
        await person.do("add_auth", status=400, name="Twice", code=555555)
        await person.do("add_auth", status=400, name="Zero", code=505555)
        await person.do("remove_auth", id=before[0]["id"])
        await person.do("remove_auth", status=400, id=before[0]["id"])
        await person.do("enter_code", code=555555)
        assert (await person.log())[0]["name"] == "From the app, by han"
        assert await person.auths() == before
        await person.stage.clock.advance(24 * 3600)
        after = await person.auths()
        assert before[0]["id"] not in {one["id"] for one in after}
        assert next(one for one in after if one.get("code") == 555555)["lockCount"] == 1

    asyncio.run(story())


def test_a_code_the_lock_got_from_the_app_is_in_the_way() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("add_auth", name="App", code=555555)
        body = {"name": "Web", "type": 13, "code": 555555, "remoteAllowed": False}
        answer = await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)
        assert answer.status_code == 204  # Nuki Web cannot know
        await person.stage.clock.advance(5)
        assert "Web" not in {one["name"] for one in await person.auths()}
        assert person.heard("DEVICE_AUTHS") == []

    asyncio.run(story())


def test_a_changed_pin_is_noticed_when_it_is_entered() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("set_pin", admin_pin=4321)
        path = f"/smartlock/{LOCK}/admin/pin"
        await person.stage.call("POST", path, json={"adminPin": 1234})
        await person.stage.clock.advance(5)
        assert (await person.shown())["adminPinState"] == 2
        body = {"name": "Web", "type": 13, "code": 555555, "remoteAllowed": False}
        await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)
        await person.stage.clock.advance(5)
        assert "updateDate" not in (await person.auths())[-1]
        await person.stage.call("POST", path, json={"adminPin": 4321})
        await person.stage.clock.advance(5)
        assert (await person.shown())["adminPinState"] == 0

    asyncio.run(story())


def test_an_invitation_is_redeemed_once_within_its_time() -> None:
    async def story() -> None:
        person = await Person().arrive()

        async def invited(at: int) -> str:
            body = {"name": "Ben", "remoteAllowed": True, "accountUserId": 11}
            answer = await person.stage.call("PUT", f"/smartlock/{at}/auth", json=body)
            assert answer.status_code == 204, answer.text
            await person.stage.clock.advance(5)
            mail = await person.stage.http.get("/_sandbox/mail", headers={"host": "localhost"})
            return str(mail.json()[-1]["secret"])

        code = await invited(GO)
        await person.do("redeem_invite", LOCK, 400, code=code)
        await person.do("redeem_invite", GO, code=code)
        await person.do("redeem_invite", GO, 400, code=code)
        late = await invited(OPENER)
        await person.stage.clock.advance(48 * 3600)
        await person.do("redeem_invite", OPENER, 400, code=late)

    asyncio.run(story())


@pytest.mark.parametrize(
    "body", [{}, {"does": None}, {"does": "fly"}, {"does": "enter_code"}, {"does": "enter_code", "code": "x"},
             {"does": "open_door", "how": "softly"}, {"does": "press_button", "times": 3}, []]
)  # fmt: skip
def test_a_deed_that_is_none_is_refused_with_a_remedy(body: Any) -> None:
    async def story() -> None:
        person = await Person().arrive()
        path = f"/_sandbox/devices/{LOCK}/person"
        answer = await person.stage.http.post(path, json=body, headers={"host": "localhost"})
        assert answer.status_code == 400
        assert answer.json()["remedy"]

    asyncio.run(story())
