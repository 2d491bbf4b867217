"""Every type, every state, every action: a course that can be walked, or a refusal the API knows."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace
from tests.sandbox.devices.house import BOX, DOOR, GO, HOUSE, LOCK, OLD, OPENER, ULTRA, house
from tests.sandbox.stage import Stage

from keyturn.nuki.codes import LockState, OpenerState
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox import Seed
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.course import Course, Refused
from keyturn.sandbox.devices.orders import NotUnderstood
from keyturn.sandbox.errors import SeedError

DEVICES: dict[int, Smartlock] = {one.smartlock_id: one for one in house().accounts[0].smartlocks}
ACTIONS: dict[int, set[int]] = {
    OLD: {1, 2, 3, 4, 5},
    BOX: {1},
    OPENER: {1, 2, 3, 6, 7},
    DOOR: {1, 2, 3, 4, 5},
    ULTRA: {1, 2, 3, 4, 5},
}
ACTIONS[LOCK] = ACTIONS[GO] = ACTIONS[OLD]
STATES = sorted({*map(int, LockState), *map(int, OpenerState), 99})


@pytest.mark.parametrize("device", DEVICES)
def test_every_state_and_action(device: int) -> None:
    shown = DEVICES[device]
    assert shown.state is not None
    for state, action, option in product(STATES, range(9), range(8)):
        if action not in ACTIONS[device]:
            with pytest.raises(NotUnderstood):
                orders.numbered(shown, action, option)
            continue
        plan = orders.numbered(shown, action, option).plan(replace(shown.state, state=state))
        if isinstance(plan, Refused):
            assert plan.error_code in DEVICE_ERRORS
            continue
        assert isinstance(plan, Course)
        assert all(step.seconds >= 0 for step in plan.steps)
        assert plan.later is None or plan.later.seconds > 0


@pytest.mark.parametrize(("device", "turn"), [(OLD, 2.0), (GO, 2.0), (ULTRA, 1.0), (DOOR, 2.0)])
def test_products_turn_at_their_own_speed(device: int, turn: float) -> None:
    shown = DEVICES[device]
    assert shown.state is not None
    plan = orders.numbered(shown, 1, 0).plan(shown.state)
    assert isinstance(plan, Course)
    assert plan.steps[0].seconds == turn


@pytest.mark.parametrize(
    ("speed", "night", "turn"), [(0, False, 2.0), (1, False, 1.5), (2, False, 3.0), (1, True, 3.0)]
)
def test_the_motor_keeps_to_its_configuration(speed: int, night: bool, turn: float) -> None:
    shown = DEVICES[LOCK]
    assert shown.state is not None and shown.advanced_config is not None
    advanced = replace(shown.advanced_config, motor_speed=speed, enable_slow_speed_during_nightmode=True)
    plan = orders.numbered(replace(shown, advanced_config=advanced), 1, 0).plan(
        replace(shown.state, night_mode=night)
    )
    assert isinstance(plan, Course)
    assert plan.steps[0].seconds == turn


async def connected() -> tuple[Stage, str]:
    stage = Stage(house())
    return stage, stage.facts["api_token"]


async def walk(stage: Stage, device: int, seconds: int) -> list[int]:
    seen: list[int] = []
    for _ in range(seconds * 2):
        await stage.clock.advance(0.5)
        state = stage.sandbox.device(SmartlockId(device))["state"]["state"]
        if not seen or seen[-1] != state:
            seen.append(state)
    return seen


def test_a_box_opens_and_is_shut_again() -> None:
    async def story() -> None:
        stage, bearer = await connected()
        path = f"/smartlock/{BOX}/action"
        assert (await stage.call("POST", f"{path}/lock", bearer=bearer)).status_code == 405
        assert (await stage.call("POST", path, bearer=bearer, json={"action": 2})).status_code == 400
        assert (await stage.call("POST", f"{path}/unlock", bearer=bearer)).status_code == 204
        assert await walk(stage, BOX, 20) == [1, 2, 3, 1]
        (entry,) = (await stage.call("GET", f"/smartlock/{BOX}/log", bearer=bearer)).json()
        assert (entry["deviceType"], entry["action"], entry["trigger"]) == (0, 1, 4)

    asyncio.run(story())


def test_a_smart_door_locks_by_its_own_configuration() -> None:
    async def story() -> None:
        stage, bearer = await connected()
        shown: dict[str, Any] = (await stage.call("GET", f"/smartlock/{DOOR}", bearer=bearer)).json()
        assert "advancedConfig" not in shown
        assert (shown["lmType"], shown["smartDoor"], shown["keyturner"]) == (2, True, False)
        await stage.call("POST", f"/smartlock/{DOOR}/action/unlock", bearer=bearer)
        assert await walk(stage, DOOR, 40) == [1, 2, 3, 4, 1]
        path = f"/smartlock/{DOOR}/advanced/smartdoorconfig"
        sent = {"batteryType": 0, "autoLock": False, "buzzerVolume": 1}
        assert (await stage.call("POST", path, bearer=bearer, json=sent)).status_code == 204
        await stage.clock.advance(5)
        await stage.call("POST", f"/smartlock/{DOOR}/action/unlock", bearer=bearer)
        assert await walk(stage, DOOR, 60) == [1, 2, 3]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('time_zone = "America/New_York"', 'time_zone = "Europe/Vienna"', "Europe/Vienna"),
        ("code = 111111", "code = 121111", "six digits"),
        ("code = 111111", "", "six digits"),
        ('variant = "go"', 'variant = "max"', "variant"),
        ("mechanism = 2", "mechanism = 3", "mechanism"),
        ("fob = [7, 1, 8]", "fob = [7]", "fob"),
    ],
)
def test_a_seed_says_what_is_wrong_with_a_device(was: str, now: str, told: str) -> None:
    assert was in HOUSE
    with pytest.raises(SeedError, match=told):
        Seed.from_text(HOUSE.replace(was, now))
