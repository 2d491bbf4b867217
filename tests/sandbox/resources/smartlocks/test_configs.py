"""Configurations reach the device in time, or not at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.resources.smartlocks.test_upkeep import NEXT_DOOR, connected, heard
from tests.sandbox.stage import ENTRANCE, FRONT, Stage

CONFIG = {
    "name": "Front door",
    "latitude": 47.1,
    "longitude": 15.4,
    "timezoneOffset": 60,
    "singleLock": False,
    "advertisingMode": 0,
    "timezoneId": 37,
}
ADVANCED = {
    "totalDegrees": 999,
    "singleLockedPositionOffsetDegrees": -10,
    "unlockedPositionOffsetDegrees": 0,
    "lockedPositionOffsetDegrees": 0,
    "batteryType": 2,
}


async def shown(stage: Stage, device: int = FRONT) -> dict[str, Any]:
    answer: dict[str, Any] = (await stage.call("GET", f"/smartlock/{device}")).json()
    return answer


def test_a_configuration_shows_when_the_device_has_it() -> None:
    async def story() -> None:
        stage = await connected()
        before = (await shown(stage))["config"]
        sent = {**CONFIG, "ledBrightness": 5, "keypadPaired": False, "fobAction1": 4}
        assert (await stage.call("POST", f"/smartlock/{FRONT}/config", json=sent)).status_code == 204
        pending = (await shown(stage))["config"]
        assert pending.pop("operationId")
        assert pending == before
        await stage.clock.advance(5)
        after = (await shown(stage))["config"]
        assert after == {**before, **CONFIG, "ledBrightness": 5}  # what is read-only stays
        assert heard(stage, "DEVICE_CONFIG") == [
            {
                "feature": "DEVICE_CONFIG",
                "smartlockId": FRONT,
                "config": after,
                "advancedConfig": (await shown(stage))["advancedConfig"],
            }
        ]

    asyncio.run(story())


def test_advanced_configuration_changes_what_the_lock_does() -> None:
    async def story() -> None:
        stage = await connected()
        sent = {**ADVANCED, "autoLock": True, "autoLockTimeout": 10, "unlatchDuration": 1}
        await stage.call("POST", f"/smartlock/{FRONT}/advanced/config", json=sent)
        await stage.clock.advance(5)
        config = (await shown(stage))["advancedConfig"]
        assert (config["totalDegrees"], config["autoLockTimeout"], config["lngTimeout"]) == (810, 10, 20)
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await stage.clock.advance(6)
        assert (await stage.state())["state"] == 3
        await stage.clock.advance(12)
        assert ((await stage.state())["state"], (await stage.state())["trigger"]) == (1, 6)

    asyncio.run(story())


def test_what_the_device_does_not_hear_is_lost() -> None:
    async def story() -> None:
        for trouble in ("offline", "pin"):
            stage = await connected()
            if trouble == "offline":
                stage.sandbox.arm("device_offline", FRONT, times=None)
            else:
                await stage.call("POST", f"/smartlock/{FRONT}/admin/pin", json={"adminPin": 1})
                await stage.clock.advance(5)
            before = (await shown(stage))["config"]
            answer = await stage.call("POST", f"/smartlock/{FRONT}/config", json=CONFIG)
            assert answer.status_code == 204
            await stage.clock.advance(10)
            stage.sandbox.disarm()
            await stage.clock.advance(60)
            assert (await shown(stage))["config"] == before
            assert heard(stage, "DEVICE_CONFIG") == []

    asyncio.run(story())


def test_an_opener_is_configured_its_own_way() -> None:
    async def story() -> None:
        stage = await connected()
        path = f"/smartlock/{ENTRANCE}/advanced/openerconfig"
        sent = {**(await shown(stage, ENTRANCE))["openerAdvancedConfig"], "rtoTimeout": 1, "intercomId": 77}
        assert (await stage.call("POST", path, json=sent)).status_code == 204
        await stage.clock.advance(5)
        assert (await shown(stage, ENTRANCE))["openerAdvancedConfig"] == {**sent, "intercomId": 1}
        await stage.call("POST", f"/smartlock/{ENTRANCE}/action", json={"action": 1})
        await stage.clock.advance(5)
        assert (await stage.state(ENTRANCE))["state"] == 3
        await stage.clock.advance(60)
        assert (await stage.state(ENTRANCE))["state"] == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "base", "field", "value"),
    [
        ("config", CONFIG, "timezoneId", 46),
        ("config", CONFIG, "advertisingMode", 4),
        ("config", CONFIG, "latitude", 91.0),
        ("config", CONFIG, "longitude", -181.0),
        ("config", CONFIG, "name", ""),
        ("config", CONFIG, "ledBrightness", 6),
        ("config", CONFIG, "ledEnabled", "yes"),
        ("config", CONFIG, "timezoneOffset", 2**31),
        ("config", CONFIG, "singleLock", None),
        ("advanced/config", ADVANCED, "lngTimeout", 7),
        ("advanced/config", ADVANCED, "unlatchDuration", 2),
        ("advanced/config", ADVANCED, "autoLockTimeout", 1),
        ("advanced/config", ADVANCED, "batteryType", 3),
        ("advanced/config", ADVANCED, "motorSpeed", 3),
        ("advanced/config", ADVANCED, "singleButtonPressAction", 7),
        ("advanced/smartdoorconfig", {"batteryType": 0, "autoLock": True}, "smartlockId", None),
    ],
)
def test_a_bad_value_is_named_and_changes_nothing(path: str, base: dict[str, Any], field: str, value: Any) -> None:
    async def story() -> None:
        stage = await connected()
        before = await shown(stage)
        refused = await stage.call("POST", f"/smartlock/{FRONT}/{path}", json={**base, field: value})
        assert refused.status_code == 400, refused.text
        assert f"'{field}'" in refused.json()["detailMessage"]
        await stage.clock.advance(10)
        assert await shown(stage) == before

    asyncio.run(story())


@pytest.mark.parametrize(
    "path", ["config", "advanced/config", "advanced/openerconfig", "advanced/smartdoorconfig"]
)
def test_configurations_ask_for_their_scope_and_an_own_device(path: str) -> None:
    async def story() -> None:
        stage = await connected()
        assert (await stage.call("POST", f"/smartlock/{NEXT_DOOR}/{path}", json=CONFIG)).status_code == 404
        assert (await stage.call("POST", f"/smartlock/{FRONT}/{path}", content=b"{")).status_code == 400
        await stage.connect("smartlock smartlock.action")
        assert (await stage.call("POST", f"/smartlock/{FRONT}/{path}", json=CONFIG)).status_code == 401

    asyncio.run(story())
