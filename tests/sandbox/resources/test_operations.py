"""Each operation: its good answer and its documented refusals."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.stage import DECENTRAL, ENTRANCE, FRONT, GARDEN, Stage

from keyturn.nuki import endpoints
from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.seed import Seed

ENDPOINTS = (
    *(endpoints.GET_ACCOUNT, endpoints.LIST_SMARTLOCKS, endpoints.GET_SMARTLOCK, endpoints.LIST_LOGS),
    *(endpoints.ACT, endpoints.LOCK, endpoints.UNLOCK),
    *(endpoints.ACT_ADVANCED, endpoints.LOCK_ADVANCED, endpoints.UNLOCK_ADVANCED),
    *(endpoints.LIST_WEBHOOKS, endpoints.REGISTER_WEBHOOK, endpoints.REMOVE_WEBHOOK),
)
NEXT_DOOR = Seed.home().accounts[1].smartlocks[0].smartlock_id
BODIES: dict[str, Any] = {
    "PostSmartlockAction": {"action": 1},
    "ActionSmartlockActionAdvanced": {"action": 1},
    "PutDecentralWebhooks": {"webhookUrl": DECENTRAL, "webhookFeatures": ["DEVICE_STATUS"]},
}


def path_of(endpoint: Endpoint) -> str:
    return endpoint.path.replace("{smartlockId}", str(FRONT)).replace("{id}", "1001")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_operation_succeeds_with_its_status(endpoint: Endpoint) -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.register("DEVICE_STATUS")
        answer = await stage.call(endpoint.method, path_of(endpoint), json=BODIES.get(endpoint.name))
        assert answer.status_code == endpoint.success, answer.text
        if endpoint.success == 204:
            assert answer.content == b""
            assert "content-length" not in answer.headers
        else:
            assert answer.headers["content-type"] == "application/json"

    asyncio.run(story())


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic eDp5", "Bearer", "bearer "])
def test_without_a_token_nothing_opens(endpoint: Endpoint, header: str | None) -> None:
    async def story() -> None:
        headers = {"authorization": header} if header else {}
        answer = await Stage().http.request(endpoint.method, path_of(endpoint), headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {
            "detailMessage": "Your access token is not authorized",
            "stackTrace": [],
            "suppressedExceptions": [],
        }

    asyncio.run(story())


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_each_scope_listed_is_enough_and_no_other_is(endpoint: Endpoint) -> None:
    async def story() -> None:
        for scope in endpoint.any_of:
            stage = Stage()
            await stage.connect(scope)
            answer = await stage.call(endpoint.method, path_of(endpoint), json=BODIES.get(endpoint.name))
            assert answer.status_code in {endpoint.success, 404}, scope
        stage = Stage()
        await stage.connect("smartlock.auth")
        answer = await stage.call(endpoint.method, path_of(endpoint), json=BODIES.get(endpoint.name))
        assert answer.status_code == 401

    asyncio.run(story())


def test_an_api_token_opens_all_but_the_webhooks() -> None:
    async def story() -> None:
        stage = Stage()
        for endpoint in ENDPOINTS:
            answer = await stage.call(
                endpoint.method,
                path_of(endpoint),
                bearer=stage.facts["api_token"],
                json=BODIES.get(endpoint.name),
            )
            expected = 403 if "decentralWebhook" in endpoint.path else endpoint.success
            assert answer.status_code == expected, endpoint.name

    asyncio.run(story())


@pytest.mark.parametrize(
    "endpoint", [one for one in ENDPOINTS if "smartlockId" in one.path], ids=lambda one: one.name
)
@pytest.mark.parametrize(
    ("smartlock", "status"), [("1", 404), (str(NEXT_DOOR), 404), ("front", 400), ("9" * 40, 400), ("%C3%A9", 400)]
)
def test_other_peoples_devices_and_nonsense_ids(endpoint: Endpoint, smartlock: str, status: int) -> None:
    async def story() -> None:
        stage = Stage()
        path = endpoint.path.replace("{smartlockId}", smartlock)
        body = BODIES.get(endpoint.name)
        answer = await stage.call(endpoint.method, path, bearer=stage.facts["api_token"], json=body)
        assert answer.status_code == status, answer.text
        if status == 400:
            assert "'smartlockId'" in answer.json()["detailMessage"]

    asyncio.run(story())


def test_the_list_narrows_by_type_and_by_auth() -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]

        async def names(query: str) -> list[str]:
            answer = await stage.call("GET", f"/smartlock{query}", bearer=token)
            return [one["name"] for one in answer.json()]

        assert await names("?type=2") == ["House entrance"]
        assert await names("?authId=101") == ["Garden door"]
        assert await names("?type=4&authId=102") == []
        assert await names("?unknown=1&type=") == ["Front door", "Garden door", "House entrance"]
        bad = await stage.call("GET", "/smartlock?type=lock", bearer=token)
        assert bad.status_code == 400
        assert "'lock'" in bad.json()["detailMessage"]
        assert "'type'" in bad.json()["detailMessage"]

    asyncio.run(story())


def test_a_read_is_the_device_and_follows_its_changes() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        listed = (await stage.call("GET", "/smartlock")).json()
        one = (await stage.call("GET", f"/smartlock/{FRONT}", json={})).json()
        assert listed[0] == one
        assert one["config"]["keypadPaired"] is True
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await stage.clock.advance(10)
        assert (await stage.call("GET", "/smartlock")).json()[0]["state"]["state"] == 3

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 5000, "body"),
        (b"{}", "action"),
        (b'{"action":"1"}', "action"),
        (b'{"action":null}', "action"),
        (b'{"action":1.5}', "action"),
        (b'{"action":"1", broken', "action"),
        (b'{"action":{"a":123456789012345678901234567890}}', "action"),
        (b'{"action":6}', "action"),
        (b'{"action":-1}', "action"),
        (b'{"action":99999999999999999999999}', "action"),
        (b'{"action":1,"option":8}', "option"),
        (b'{"action":1,"option":-1}', "option"),
        (b'{"action":1,"option":"x"}', "option"),
    ],
)
@pytest.mark.parametrize("advanced", ["", "/advanced"])
def test_a_bad_body_is_named(body: bytes, parameter: str, advanced: str) -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]
        answer = await stage.call("POST", f"/smartlock/{FRONT}/action{advanced}", bearer=token, content=body)
        assert answer.status_code == 400, answer.text
        assert f"'{parameter}'" in answer.json()["detailMessage"]
        await stage.clock.advance(30)
        assert (await stage.call("GET", f"/smartlock/{FRONT}", bearer=token)).json()["state"]["state"] == 1

    asyncio.run(story())


def test_unknown_fields_and_an_empty_body_are_taken() -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]
        body = {"action": 1, "config": {}}
        assert (await stage.call("POST", f"/smartlock/{FRONT}/action", bearer=token, json=body)).status_code == 204
        lock = await stage.call("POST", f"/smartlock/{GARDEN}/action/lock", bearer=token, json={})
        assert lock.status_code == 204

    asyncio.run(story())


def test_an_action_of_another_type_is_refused() -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]
        for device, action in ((ENTRANCE, 4), (FRONT, 7)):
            body = {"action": action}
            answer = await stage.call("POST", f"/smartlock/{device}/action", bearer=token, json=body)
            assert answer.status_code == 400

    asyncio.run(story())


def test_the_request_id_has_24_hex_digits_and_is_new_each_time() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        seen = set()
        for _ in range(5):
            request_id = (await stage.call("POST", f"/smartlock/{FRONT}/action/lock/advanced")).json()["requestId"]
            assert len(request_id) == 24
            int(request_id, 16)
            seen.add(request_id)
        assert len(seen) == 5

    asyncio.run(story())


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


def test_answers_can_be_read_as_the_documented_models() -> None:
    import msgspec

    async def story() -> None:
        stage = Stage()
        answer = await stage.call("GET", "/smartlock", bearer=stage.facts["api_token"])
        assert len(msgspec.json.decode(answer.content, type=list[Smartlock])) == 3

    asyncio.run(story())
