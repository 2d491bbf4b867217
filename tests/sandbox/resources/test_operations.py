"""Each operation: its good answer and its documented refusals."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.stage import DECENTRAL, FRONT, Stage

from keyturn.nuki import endpoints
from keyturn.nuki.endpoints import Endpoint
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
