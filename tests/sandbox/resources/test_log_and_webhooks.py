"""The activity log, and decentral registrations."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.stage import DECENTRAL, FRONT, Stage


def test_the_log_answers_its_parameters() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        for _ in range(30):
            for act in ("unlock", "lock"):
                await stage.call("POST", f"/smartlock/{FRONT}/action/{act}")
                await stage.clock.advance(20)

        async def log(query: str = "") -> list[dict[str, Any]]:
            answer = await stage.call("GET", f"/smartlock/{FRONT}/log{query}")
            assert answer.status_code == 200, answer.text
            entries: list[dict[str, Any]] = answer.json()
            return entries

        assert len(await log()) == 20
        whole = await log("?limit=1000")
        assert len(whole) == 50
        assert [one["action"] for one in whole[:2]] == [2, 1]
        assert [one["date"] for one in whole] == sorted((one["date"] for one in whole), reverse=True)
        assert {one["action"] for one in await log("?action=1")} == {1}
        assert (await log(f"?id={whole[4]['id']}&limit=3")) == whole[5:8]
        assert await log("?id=nonsense") == []
        since, until = whole[9]["date"], whole[3]["date"]
        assert await log(f"?fromDate={since}&toDate={until}") == whole[3:10]
        assert await log("?authId=0123456789abcdef01234567") == []
        assert await log("?accountUserId=5") == []
        assert whole[0] | {"id": "", "date": ""} == {
            "id": "",
            "smartlockId": FRONT,
            "deviceType": 4,
            "name": "Nuki Web",
            "action": 2,
            "trigger": 4,
            "state": 0,
            "autoUnlock": False,
            "date": "",
        }

    asyncio.run(story())


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=x", "fromDate=yesterday", "toDate=2026-01-01", "action=q"]
)
def test_a_bad_log_parameter_is_named(query: str) -> None:
    async def story() -> None:
        stage = Stage()
        answer = await stage.call("GET", f"/smartlock/{FRONT}/log?{query}", bearer=stage.facts["api_token"])
        assert answer.status_code == 400
        assert f"'{query.partition('=')[0]}'" in answer.json()["detailMessage"]

    asyncio.run(story())


def test_a_registration_tells_its_secret_once_and_can_be_removed() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        made = await stage.register("DEVICE_STATUS", "DEVICE_LOGS", "DEVICE_STATUS")
        assert made["webhookFeatures"] == ["DEVICE_STATUS", "DEVICE_LOGS"]
        assert len(made["secret"]) > 20
        listed = (await stage.call("GET", "/api/decentralWebhook")).json()
        assert listed == [{key: value for key, value in made.items() if key != "secret"}]
        gone = await stage.call("DELETE", f"/api/decentralWebhook/{made['id']}")
        assert gone.status_code == 204
        assert (await stage.call("DELETE", f"/api/decentralWebhook/{made['id']}")).status_code == 404
        assert (await stage.call("GET", "/api/decentralWebhook")).json() == []
        assert (await stage.register("DEVICE_STATUS"))["id"] != made["id"]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"webhookUrl": "http://app.example/x", "webhookFeatures": []}, "webhookUrl"),
        ({"webhookUrl": "https://", "webhookFeatures": []}, "webhookUrl"),
        ({"webhookUrl": "https://a.example:99999/", "webhookFeatures": []}, "webhookUrl"),
        ({"webhookUrl": "https://[::1", "webhookFeatures": []}, "webhookUrl"),
        ({"webhookUrl": 5, "webhookFeatures": []}, "webhookUrl"),
        ({"webhookUrl": DECENTRAL}, "webhookFeatures"),
        ({"webhookUrl": DECENTRAL, "webhookFeatures": ["DOORS"]}, "webhookFeatures"),
        ({"webhookUrl": DECENTRAL, "webhookFeatures": "DEVICE_STATUS"}, "webhookFeatures"),
        ({"webhookUrl": DECENTRAL, "webhookFeatures": [1]}, "webhookFeatures"),
    ],
)
def test_a_bad_registration_is_named(body: dict[str, Any], parameter: str) -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        answer = await stage.call("PUT", "/api/decentralWebhook", json=body)
        assert answer.status_code == 400
        assert f"'{parameter}'" in answer.json()["detailMessage"]

    asyncio.run(story())
