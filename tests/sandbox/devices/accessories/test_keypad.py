"""Codes and fingers at the door."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import BOX, GO, LOCK, OPENER


def test_a_code_opens_and_the_log_says_who() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("enter_code", code=111111)
        assert (await person.state())["state"] == 3
        auth = next(one for one in await person.auths() if one["name"] == "Always")
        assert (await person.log())[0] == {
            "deviceType": 4,
            "name": "Always",
            "action": 1,
            "trigger": 255,
            "state": 0,
            "autoUnlock": False,
            "source": 1,
            "authId": auth["id"],
        }
        assert person.heard("DEVICE_LOGS")[0]["smartlockLog"]["authId"] == auth["id"]
        assert auth["lockCount"] == 0  # Nuki Web counts with the next sync
        await person.stage.call("POST", f"/smartlock/{LOCK}/sync")
        await person.stage.clock.advance(5)
        counted = next(one for one in await person.auths() if one["name"] == "Always")
        assert counted["lockCount"] == 1 and counted["lastActiveDate"]
        record = b"".join(entry.json() for entry in person.stage.sandbox.journal)
        assert b"111111" not in record

    asyncio.run(story())


def test_a_finger_opens_with_a_keypad_2() -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("present_finger", finger="f2")
        entry = (await person.log())[0]
        assert (entry["name"], entry["source"], entry["state"], entry["accountUserId"]) == ("Ben", 2, 0, 11)
        assert (await person.state())["state"] == 3

    asyncio.run(story())


@pytest.mark.parametrize(
    ("deed", "state"),
    [({"does": "enter_code", "code": 999999}, 224), ({"does": "present_finger", "finger": "x"}, 225)],
)
def test_too_many_wrong_tries_close_the_keypad_for_a_minute(deed: dict[str, Any], state: int) -> None:
    async def story() -> None:
        person = await Person().arrive()
        for _ in range(2):
            await person.do(**deed, wait=1)
            assert (await person.state())["state"] == 1
        await person.do(**deed, wait=1)
        assert (await person.state())["state"] == state
        assert [one["state"] for one in await person.log()] == [state] * 3
        await person.do("enter_code", code=111111, wait=1)
        entry = (await person.log())[0]
        assert (entry["trigger"], entry["state"]) == (253, 224)
        await person.stage.clock.advance(61)
        assert (await person.state())["state"] == 1
        await person.do("enter_code", code=111111)
        assert (await person.state())["state"] == 3

    asyncio.run(story())


def test_wrong_tries_far_apart_are_forgiven() -> None:
    async def story() -> None:
        person = await Person().arrive()
        for _ in range(5):
            await person.do("enter_code", code=999999, wait=40)
        assert (await person.state())["state"] == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("code", "hour", "state"),
    [(222222, 7.5, 0), (222222, 6.5, 9), (222222, 9.5, 9), (333333, 7.5, 9), (111111, 3.0, 0)],
)
def test_a_window_is_told_by_the_locks_own_clock(code: int, hour: float, state: int) -> None:
    async def story() -> None:
        person = await Person().arrive()  # 8:00 UTC on a Monday, 9:00 in Berlin
        now = person.stage.clock.now()
        day = datetime(now.year, now.month, now.day + 1, tzinfo=UTC)
        await person.stage.clock.advance((day - now).total_seconds() + hour * 3600)
        person.stage.access = person.stage.facts["api_token"]
        await person.do("enter_code", code=code)
        assert (await person.log())[0]["state"] == state
        assert (await person.state())["state"] == (3 if state == 0 else 1)

    asyncio.run(story())


def test_a_code_reaches_the_keypad_only_with_the_lock() -> None:
    async def story() -> None:
        person = await Person().arrive()
        body = {"name": "New", "type": 13, "code": 444444, "remoteAllowed": False}
        await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)
        await person.do("enter_code", code=444444, wait=0)
        assert (await person.log())[0]["state"] == 224
        await person.stage.clock.advance(5)
        await person.do("enter_code", code=444444)
        assert (await person.log())[0] | {"authId": ""} == {
            "deviceType": 4, "name": "New", "action": 1, "trigger": 255, "state": 0, "autoUnlock": False,
            "source": 1, "authId": "",
        }  # fmt: skip

    asyncio.run(story())


@pytest.mark.parametrize("at", [BOX, OPENER, GO])
def test_without_a_keypad_nothing_can_be_entered(at: int) -> None:
    async def story() -> None:
        person = await Person().arrive()
        await person.do("enter_code", at, 400, code=111111)
        await person.do("present_finger", at, 400, finger="f1")

    asyncio.run(story())
