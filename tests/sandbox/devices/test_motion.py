"""Devices move in time: seen from outside, by reads and webhooks."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.sandbox.stage import ENTRANCE, FRONT, GARDEN, Stage


async def states(stage: Stage, device: int, seconds: int, of: str = "state") -> list[Any]:
    """What a read shows second by second, repetitions left out."""
    seen: list[Any] = []
    for _ in range(seconds):
        await stage.clock.advance(1)
        value = (await stage.state(device)).get(of)
        if not seen or seen[-1] != value:
            seen.append(value)
    return seen


async def act(stage: Stage, device: int, action: int, option: int = 0) -> str:
    body = {"action": action, "option": option}
    answer = await stage.call("POST", f"/smartlock/{device}/action/advanced", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["requestId"])


def test_lock_n_go_locks_by_itself() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await act(stage, FRONT, 4)
        assert await states(stage, FRONT, 40) == [1, 2, 6, 4, 1]
        shown = await stage.state()
        assert (shown["lastAction"], shown["trigger"]) == (4, 3)

    asyncio.run(story())


def test_a_new_action_calls_lock_n_go_off() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await act(stage, FRONT, 4)
        await stage.clock.advance(10)
        await act(stage, FRONT, 1)
        assert await states(stage, FRONT, 60) == [6, 2, 3]

    asyncio.run(story())


def test_a_knob_makes_unlock_open_the_door() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.call("POST", f"/smartlock/{GARDEN}/action/unlock")
        assert await states(stage, GARDEN, 10) == [3, 7, 5, 3]
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        assert await states(stage, FRONT, 10) == [1, 2, 3]

    asyncio.run(story())


def test_a_moving_device_takes_no_second_order() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.register()
        first = await act(stage, FRONT, 1)
        second = await act(stage, FRONT, 2)
        await stage.clock.advance(10)
        outcomes = {one["requestId"]: one for one in stage.outcomes()}
        assert outcomes[first]["success"] is True
        assert outcomes[second] | {"requestId": ""} == {
            "type": "SmartlockAction",
            "requestId": "",
            "smartlockId": FRONT,
            "success": False,
            "errorCode": "45",
        }
        log = (await stage.call("GET", f"/smartlock/{FRONT}/log")).json()
        assert [(one["action"], one["state"]) for one in log] == [(1, 0), (2, 4)]

    asyncio.run(story())


def test_what_is_done_already_succeeds_without_moving() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.register("DEVICE_STATUS")
        await act(stage, FRONT, 2)
        await stage.clock.advance(10)
        assert stage.kinds() == ["SmartlockAction"]
        assert stage.outcomes()[0]["success"] is True

    asyncio.run(story())


def test_the_opener_opens_and_rests() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.call("POST", f"/smartlock/{ENTRANCE}/action/unlock")
        assert await states(stage, ENTRANCE, 10) == [1, 7, 5, 1]

    asyncio.run(story())


def test_ring_to_open_runs_out() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await act(stage, ENTRANCE, 1)
        await stage.clock.advance(2)
        shown = await stage.state(ENTRANCE)
        assert (shown["state"], shown["ringToOpenTimer"]) == (3, 1200)
        assert shown["ringToOpenEnd"] == "2026-01-05T08:20:01.500Z"
        await act(stage, ENTRANCE, 3)
        await stage.clock.advance(60)
        assert (await stage.state(ENTRANCE))["state"] == 3, "opening leaves it on"
        await stage.clock.advance(1200)
        shown = await stage.state(ENTRANCE)
        assert (shown["state"], shown["ringToOpenTimer"]) == (1, 0)
        assert "ringToOpenEnd" not in shown

    asyncio.run(story())


def test_continuous_mode_and_lock_ending_both() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await act(stage, ENTRANCE, 6)
        await stage.clock.advance(5)
        assert (await stage.state(ENTRANCE))["mode"] == 3
        await act(stage, ENTRANCE, 1)
        await stage.clock.advance(5)
        await stage.call("POST", f"/smartlock/{ENTRANCE}/action/lock")
        await stage.clock.advance(5)
        shown = await stage.state(ENTRANCE)
        assert (shown["mode"], shown["state"]) == (2, 1)

    asyncio.run(story())
