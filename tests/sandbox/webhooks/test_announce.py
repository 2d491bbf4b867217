"""Who is told what, signed how; and what a fault makes of it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Any

import pytest
from tests.sandbox.stage import CENTRAL, DECENTRAL, FRONT, Mail, Stage

DECENTRAL_SCOPES = "smartlock smartlock.action webhook.decentral"
CENTRAL_SCOPES = "smartlock smartlock.action webhook.central"


def signed(mail: Mail, key: str) -> bool:
    sha256 = hmac.new(key.encode(), mail.body, hashlib.sha256).hexdigest()
    sha1 = hmac.new(key.encode(), mail.body, hashlib.sha1).hexdigest()
    return mail.headers["X-Nuki-Signature-SHA256"] == sha256 and mail.headers["X-Nuki-Signature"] == sha1


async def unlock(stage: Stage, seconds: float = 10, bearer: str | None = None) -> str:
    answer = await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced", bearer=bearer)
    await stage.clock.advance(seconds)
    return str(answer.json()["requestId"])


def test_every_state_the_log_and_the_outcome_are_told_in_order() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        hook = await stage.register("DEVICE_STATUS", "DEVICE_LOGS")
        request_id = await unlock(stage)
        assert stage.kinds() == ["DEVICE_STATUS", "DEVICE_STATUS", "DEVICE_LOGS", "UnlockAction"]
        moving, there, log, outcome = (mail.json for mail in stage.mail)
        assert moving["smartlockId"] == FRONT
        assert (moving["state"]["state"], moving["state"]["lastAction"]) == (2, 1)
        assert there["state"]["state"] == 3
        assert set(there) == {"feature", "smartlockId", "state", "serverState", "adminPinState"}
        assert "smartlockId" not in log
        assert log["smartlockLog"]["smartlockId"] == FRONT
        assert outcome["requestId"] == request_id
        assert all(signed(mail, hook["secret"]) for mail in stage.mail)
        assert {mail.headers["Content-Type"] for mail in stage.mail} == {"application/json; charset=UTF-8"}

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("action/lock/advanced", None, "LockAction"),
        ("action/unlock/advanced", None, "UnlockAction"),
        ("action/advanced", {"action": 3}, "SmartlockAction"),
    ],
)
def test_each_advanced_call_has_its_own_outcome(path: str, body: Any, kind: str) -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register()
        await stage.call("POST", f"/smartlock/{FRONT}/{path}", json=body)
        await stage.clock.advance(20)
        assert stage.kinds() == [kind]

    asyncio.run(story())


def test_a_plain_call_has_no_outcome() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register("DEVICE_LOGS")
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await stage.clock.advance(10)
        assert stage.kinds() == ["DEVICE_LOGS"]

    asyncio.run(story())


def test_central_webhooks_are_signed_with_the_client_secret() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(CENTRAL_SCOPES)
        await unlock(stage)
        assert stage.kinds() == ["DEVICE_STATUS", "DEVICE_STATUS", "DEVICE_LOGS", "UnlockAction"]
        assert {mail.url for mail in stage.mail} == {CENTRAL}
        assert all(signed(mail, stage.app["client_secret"]) for mail in stage.mail)

    asyncio.run(story())


def test_nothing_leaves_without_the_scope() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock smartlock.action")
        await unlock(stage)
        assert stage.mail == []

    asyncio.run(story())


def test_nothing_leaves_once_the_grant_is_gone() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register("DEVICE_STATUS")
        await stage.renew()
        await stage.renew()  # reuse: the grant is revoked
        token = stage.facts["api_token"]
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock", bearer=token)
        await stage.clock.advance(10)
        assert stage.mail == []

    asyncio.run(story())


def test_an_outcome_goes_to_all_addresses_of_its_application_and_only_to_them() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES + " webhook.central")
        await stage.register()
        await unlock(stage)
        assert sorted(mail.url for mail in stage.mail if mail.kind == "UnlockAction") == [CENTRAL, DECENTRAL]
        stage.mail.clear()
        await stage.call("POST", f"/smartlock/{FRONT}/action/lock/advanced", bearer=stage.facts["api_token"])
        await stage.clock.advance(10)
        assert "LockAction" not in stage.kinds()

    asyncio.run(story())


def test_another_accounts_doors_are_not_told() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(CENTRAL_SCOPES)
        other = 4 * 2**32 + 0x4D5E6F70
        await stage.http.post(f"/_sandbox/devices/{other}/person", json={"does": "turn_key_unlock"})
        await stage.clock.advance(10)
        assert stage.mail == []

    asyncio.run(story())


def test_the_log_of_deliveries_keeps_status_and_trouble_and_nothing_is_sent_again() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register("DEVICE_STATUS")
        stage.answers = [204, 500, 302]
        await unlock(stage)
        kept = (await stage.http.get("/_sandbox/webhooks")).json()["webhooks"]
        assert [(one["status"], one["succeeded"]) for one in kept] == [(204, True), (500, False), (302, False)]
        assert [one["kind"] for one in kept] == ["DEVICE_STATUS", "DEVICE_STATUS", "UnlockAction"]
        assert len(stage.mail) == 3

    asyncio.run(story())


def test_a_receiver_that_cannot_be_reached_is_noted() -> None:
    async def nowhere(url: str, headers: object, body: bytes) -> int:
        raise ConnectionRefusedError("connection refused")

    async def story() -> None:
        stage = Stage()
        stage.sandbox._webhooks._deliver = nowhere
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register()
        await unlock(stage)
        (kept,) = (await stage.http.get("/_sandbox/webhooks")).json()["webhooks"]
        assert (kept["status"], kept["trouble"], kept["succeeded"]) == (None, "connection refused", False)

    asyncio.run(story())


def test_only_the_last_300_are_kept() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(DECENTRAL_SCOPES)
        await stage.register("DEVICE_LOGS")
        for _ in range(310):
            await stage.call("POST", f"/smartlock/{FRONT}/action/lock")
            await stage.clock.advance(2)
        kept = (await stage.http.get("/_sandbox/webhooks")).json()["webhooks"]
        assert len(kept) == 300
        assert kept[-1]["number"] == 310

    asyncio.run(story())
