"""New authorizations: what is refused, what is listed when, what is told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.resources.auths.keys import (
    ANNA,
    BEN,
    NEXT_DOOR,
    STRANGER,
    WHOLE,
    ask,
    connected,
    created,
    listed,
    told,
)
from tests.sandbox.stage import ENTRANCE, FRONT, GARDEN


def test_a_code_is_listed_at_once_and_told_when_the_lock_has_it() -> None:
    async def story() -> None:
        stage = await connected()
        count = len(await listed(stage))
        await ask(stage, "PUT", f"/smartlock/{FRONT}/auth", {**WHOLE, "name": "A name longer than a keypad keeps"})
        pending = (await listed(stage))[-1]
        assert pending["operationId"]["timestamp"]
        assert "updateDate" not in pending and "authId" not in pending
        assert told(stage) == []
        await stage.clock.advance(3)
        whole = (await listed(stage))[count]
        assert whole["name"] == "A name longer than a"
        assert "operationId" not in whole
        assert whole["authId"] >= 8192
        assert told(stage) == [{"feature": "DEVICE_AUTHS", "deleted": False, "smartlockAuth": whole}]
        assert whole["code"] == 348975
        one = await ask(stage, "GET", f"/smartlock/{FRONT}/auth/{whole['id']}", status=200)
        assert one == whole
        record = b"".join(entry.json() for entry in stage.sandbox.journal)
        assert b"348975" not in record

    asyncio.run(story())


@pytest.mark.parametrize(
    ("device", "fields", "named", "value"),
    [
        (GARDEN, {}, "type", "13"),  # no keypad there
        (FRONT, {"code": None}, "code", "null"),
        (FRONT, {"code": 34897}, "code", "34897"),
        (FRONT, {"code": 340975}, "code", "340975"),
        (FRONT, {"code": 128975}, "code", "128975"),
        (FRONT, {"code": -348975}, "code", "-348975"),
        (FRONT, {"type": 0, "accountUserId": ANNA}, "code", "348975"),
        (FRONT, {"type": 0, "code": None}, "accountUserId", "null"),
        (FRONT, {"type": 0, "code": None, "accountUserId": STRANGER}, "accountUserId", str(STRANGER)),
        (FRONT, {"type": 3, "code": None}, "type", "3"),
        (FRONT, {"type": 2, "code": None, "accountUserId": ANNA}, "type", "2"),
        (FRONT, {"name": " "}, "name", " "),
        (FRONT, {"allowedWeekDays": 128}, "allowedWeekDays", "128"),
        (FRONT, {"allowedFromTime": 1440}, "allowedFromTime", "1440"),
        (FRONT, {"allowedUntilTime": -1}, "allowedUntilTime", "-1"),
        (FRONT, {"allowedFromDate": "tomorrow"}, "allowedFromDate", "tomorrow"),
        (FRONT, {"remoteAllowed": "yes"}, "remoteAllowed", "yes"),
        (
            FRONT,
            {"allowedFromDate": "2026-02-02T00:00:00Z", "allowedUntilDate": "2026-02-01T00:00:00Z"},
            "allowedUntilDate",
            "2026-02-01T00:00:00.000Z",
        ),
    ],
)
def test_a_refusal_names_value_and_parameter(device: int, fields: dict[str, Any], named: str, value: str) -> None:
    async def story() -> None:
        stage = await connected()
        before = await listed(stage, device)
        refused = await ask(stage, "PUT", f"/smartlock/{device}/auth", {**WHOLE, **fields}, 400)
        assert refused["detailMessage"] == f"The supplied value '{value}' for parameter '{named}' is not valid"
        assert await listed(stage, device) == before

    asyncio.run(story())


def test_one_code_once_per_lock_and_one_user_once_per_lock() -> None:
    async def story() -> None:
        stage = await connected()
        path = f"/smartlock/{FRONT}/auth"
        await created(stage)
        await ask(stage, "PUT", path, {**WHOLE, "name": "Another"}, 409)
        user = {"name": "Anna", "remoteAllowed": True, "accountUserId": ANNA}
        await ask(stage, "PUT", path, user)
        await ask(stage, "PUT", path, user, 409)
        await ask(stage, "PUT", f"/smartlock/{GARDEN}/auth", user)

    asyncio.run(story())


def test_several_devices_all_or_none() -> None:
    async def story() -> None:
        stage = await connected()
        user: dict[str, Any] = {
            "name": "A name longer than thirty-two characters",
            "remoteAllowed": True,
            "accountUserId": ANNA,
        }
        for bad in (None, [], [FRONT, NEXT_DOOR], [GARDEN, 1]):
            await ask(stage, "PUT", "/smartlock/auth", {**user, "smartlockIds": bad}, 400)
        await ask(stage, "PUT", "/smartlock/auth", {**WHOLE, "smartlockIds": [FRONT, GARDEN]}, 400)
        count = len(await listed(stage))
        await ask(stage, "PUT", "/smartlock/auth", {**user, "smartlockIds": [FRONT, GARDEN, ENTRANCE]})
        await stage.clock.advance(5)
        assert len(await listed(stage)) == count + 1
        assert (await listed(stage, GARDEN))[-1]["name"] == user["name"][:32]
        letters = (await stage.http.get("/_sandbox/mail", headers={"host": "localhost"})).json()
        assert [(one["to"], one["smartlock_id"]) for one in letters] == [
            ("user7001@home.example", device) for device in (FRONT, GARDEN, ENTRANCE)
        ]
        codes = {one["secret"] for one in letters}
        assert len(codes) == 3 and all(len(code) == 9 and code.isdigit() for code in codes)

    asyncio.run(story())


def test_the_advanced_creation_tells_the_invite_code_and_mails_nothing() -> None:
    async def story() -> None:
        stage = await connected()
        body = {"name": "Ben", "remoteAllowed": True, "accountUserId": BEN, "smartlockIds": [FRONT, GARDEN]}
        heard = await ask(stage, "PUT", "/smartlock/auth/advanced", body, 200)
        await stage.clock.advance(5)
        outcome = stage.outcomes()[0]
        assert outcome["inviteCode"].isdigit() and len(outcome["inviteCode"]) == 9
        ids = [(await listed(stage, device))[-1]["id"] for device in (FRONT, GARDEN)]
        assert {**outcome, "inviteCode": ""} == {
            "type": "AuthCreation",
            "requestId": heard["requestId"],
            "success": True,
            "inviteCode": "",
            "detail": [
                {"smartlockId": FRONT, "success": True, "id": ids[0]},
                {"smartlockId": GARDEN, "success": True, "id": ids[1]},
            ],
        }
        assert (await stage.http.get("/_sandbox/mail", headers={"host": "localhost"})).json() == []
        record = b"".join(entry.json() for entry in stage.sandbox.journal)
        assert outcome["inviteCode"].encode() not in record
        await ask(stage, "PUT", "/smartlock/auth/advanced", body, 409)
        await ask(stage, "PUT", "/smartlock/auth/advanced", {**body, "accountUserId": None}, 400)

    asyncio.run(story())


def test_an_advanced_creation_fails_where_the_device_is_out_of_reach() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("device_offline", GARDEN, times=None)
        body = {"name": "Ben", "remoteAllowed": True, "accountUserId": BEN, "smartlockIds": [GARDEN, FRONT]}
        await ask(stage, "PUT", "/smartlock/auth/advanced", body, 200)
        await stage.clock.advance(10)
        outcome = stage.outcomes()[0]
        assert (outcome["success"], outcome["errorCode"]) == (False, "ff")
        assert [(one["smartlockId"], one["success"], one.get("errorCode")) for one in outcome["detail"]] == [
            (GARDEN, False, "ff"),
            (FRONT, True, None),
        ]
        assert outcome["inviteCode"]

    asyncio.run(story())


def test_a_shared_key_answers_with_the_authorization() -> None:
    async def story() -> None:
        stage = await connected()
        path = f"/smartlock/{FRONT}/auth/advanced/sharedkey"
        (made,) = await ask(stage, "POST", path, {"name": "Terminal", "accountUserId": ANNA}, 200)
        assert (made["type"], made["accountUserId"], made["name"]) == (0, ANNA, "Terminal")
        await stage.clock.advance(5)
        assert (await listed(stage))[-1]["id"] == made["id"]
        await ask(stage, "POST", f"/smartlock/{NEXT_DOOR}/auth/advanced/sharedkey", {"name": "Terminal"}, 404)
        await ask(stage, "POST", path, {}, 400)

    asyncio.run(story())


def test_creation_asks_for_its_scope() -> None:
    async def story() -> None:
        stage = await connected()
        await stage.connect("smartlock smartlock.action")
        for method, path in (
            ("PUT", f"/smartlock/{FRONT}/auth"),
            ("PUT", "/smartlock/auth"),
            ("PUT", "/smartlock/auth/advanced"),
            ("POST", f"/smartlock/{FRONT}/auth/advanced/sharedkey"),
            ("GET", f"/smartlock/{FRONT}/auth"),
            ("GET", "/smartlock/auth/paged"),
            ("DELETE", "/smartlock/auth"),
        ):
            await ask(stage, method, path, WHOLE, 401)

    asyncio.run(story())
