"""Asking devices to move."""

from __future__ import annotations

import asyncio

import pytest
from tests.sandbox.stage import ENTRANCE, FRONT, GARDEN, Stage


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b"\xff\xfe", "body"),
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
