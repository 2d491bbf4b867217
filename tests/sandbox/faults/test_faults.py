"""Each fault does what the catalogue says, as often as it was armed for."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

import pytest
from tests.sandbox.stage import FRONT, GARDEN, Mail, Stage

from keyturn.sandbox.faults.catalogue import CATALOGUE
from keyturn.sandbox.faults.inject import UnknownFault

UNLOCK = f"/smartlock/{FRONT}/action/unlock/advanced"
SCOPES = "smartlock smartlock.action smartlock.log webhook.decentral"


async def connected() -> Stage:
    stage = Stage()
    await stage.connect(SCOPES)
    await stage.register("DEVICE_STATUS")
    return stage


def outcome_mail(stage: Stage) -> list[Mail]:
    return [mail for mail in stage.mail if mail.kind == "UnlockAction"]


def test_the_catalogue_is_complete() -> None:
    assert len(CATALOGUE) >= 40
    assert set(CATALOGUE) >= {
        "motor_blocked",
        "device_offline",
        "webhook_lost",
        "webhook_late",
        "webhook_twice",
        "webhook_badly_signed",
        "webhook_early",
        "access_token_dead",
        "refresh_refused",
        "token_endpoint_down",
    }


def test_motor_blocked() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("motor_blocked")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        assert [mail.json["state"]["state"] for mail in stage.mail if mail.kind == "DEVICE_STATUS"] == [2, 254]
        (outcome,) = stage.outcomes()
        assert (outcome["success"], outcome["errorCode"]) == (False, "42")
        (entry,) = (await stage.call("GET", f"/smartlock/{FRONT}/log")).json()
        assert entry["state"] == 1
        assert (await stage.state())["state"] == 254
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        assert (await stage.state())["state"] == 3, "armed for once only"

    asyncio.run(story())


def test_device_offline_shows_at_once_and_ends_with_its_last_strike() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("device_offline", FRONT)
        listed = (await stage.call("GET", "/smartlock")).json()
        assert [one["serverState"] for one in listed] == [4, 0, 0]
        answer = await stage.call("POST", UNLOCK)
        assert answer.status_code == 200, "the status code is not success"
        await stage.clock.advance(10)
        (outcome,) = stage.outcomes()
        assert (outcome["success"], outcome["errorCode"]) == (False, "ff")
        assert (await stage.state())["state"] == 1
        assert (await stage.call("GET", f"/smartlock/{FRONT}/log")).json() == []
        assert [mail.json["serverState"] for mail in stage.mail if mail.kind == "DEVICE_STATUS"] == [4, 0]

    asyncio.run(story())


def test_device_offline_lasts_until_it_is_disarmed() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("device_offline", times=None)
        for _ in range(3):
            await stage.call("POST", UNLOCK)
            await stage.clock.advance(10)
        assert [one["success"] for one in stage.outcomes()] == [False] * 3
        stage.sandbox.disarm("device_offline")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        assert stage.outcomes()[-1]["success"] is True

    asyncio.run(story())


def test_webhook_lost_takes_the_outcome_and_leaves_the_rest() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_lost")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        assert stage.kinds() == ["DEVICE_STATUS", "DEVICE_STATUS"]
        await stage.clock.advance(1000)
        assert len(stage.mail) == 2, "a lost webhook stays lost"

    asyncio.run(story())


def test_a_webhook_fault_can_be_aimed_at_a_kind() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_STATUS")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        assert stage.kinds() == ["UnlockAction"]
        stage.sandbox.disarm()
        stage.sandbox.arm("webhook_lost", times=None, webhook="any")
        await stage.call("POST", UNLOCK.replace("unlock", "lock"))
        await stage.clock.advance(10)
        assert stage.kinds() == ["UnlockAction"]

    asyncio.run(story())


@pytest.mark.parametrize(("seconds", "delay"), [(None, 60), (5, 5)])
def test_webhook_late(seconds: float | None, delay: int) -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_late", seconds=seconds)
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(3.5 + delay - 0.1)
        assert outcome_mail(stage) == []
        await stage.clock.advance(0.1)
        assert len(outcome_mail(stage)) == 1

    asyncio.run(story())


def test_webhook_twice_is_byte_for_byte_the_same() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_twice")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        first, second = outcome_mail(stage)
        assert first == second

    asyncio.run(story())


def test_webhook_badly_signed_has_the_right_form_and_the_wrong_key() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect(SCOPES)
        hook = await stage.register()
        stage.sandbox.arm("webhook_badly_signed")
        await stage.call("POST", UNLOCK)
        await stage.clock.advance(10)
        (mail,) = stage.mail
        signature = mail.headers["X-Nuki-Signature-SHA256"]
        assert len(signature) == 64
        assert signature != hmac.new(hook["secret"].encode(), mail.body, hashlib.sha256).hexdigest()

    asyncio.run(story())


def test_webhook_early_arrives_before_the_answer() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_early")
        answer = await stage.call("POST", UNLOCK)
        (outcome,) = stage.outcomes()
        assert outcome["requestId"] == answer.json()["requestId"]
        assert (await stage.state())["state"] == 3
        order = [
            (str(entry.kind), entry.subject)
            for entry in stage.sandbox.journal
            if entry.kind in ("webhook", "request")
        ]
        assert order.index(("webhook", "UnlockAction")) < order.index(("request", f"POST {UNLOCK}"))

    asyncio.run(story())


def test_webhook_early_can_be_meant_for_one_account() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("webhook_early", account_id=stage.facts["account"]["account_id"])
        await stage.call("POST", UNLOCK)
        assert len(stage.outcomes()) == 1

    asyncio.run(story())


def test_access_token_dead_kills_the_token_for_good() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("access_token_dead")
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        renewed = (await stage.renew()).json()["access_token"]
        assert (await stage.call("GET", "/smartlock", bearer=renewed)).status_code == 200

    asyncio.run(story())


def test_a_fault_can_be_aimed_at_an_operation_and_a_device() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("access_token_dead", operation="GetSmartlock", smartlock_id=FRONT)
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        assert (await stage.call("GET", f"/smartlock/{GARDEN}")).status_code == 200
        assert (await stage.call("GET", f"/smartlock/{FRONT}")).status_code == 401

    asyncio.run(story())


def test_an_api_token_does_not_die() -> None:
    async def story() -> None:
        stage = Stage()
        stage.sandbox.arm("access_token_dead")
        assert (await stage.call("GET", "/smartlock", bearer=stage.facts["api_token"])).status_code == 200

    asyncio.run(story())


def test_refresh_refused_costs_the_grant() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("refresh_refused")
        refused = await stage.renew()
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        assert (await stage.renew()).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_token_endpoint_down_and_back() -> None:
    async def story() -> None:
        stage = await connected()
        stage.sandbox.arm("token_endpoint_down", times=2)
        for _ in range(2):
            answer = await stage.renew()
            assert answer.status_code == 503
            assert answer.headers["content-type"].startswith("text/html")
        assert (await stage.renew()).status_code == 200, "nothing was rotated meanwhile"

    asyncio.run(story())


def test_an_unknown_fault_names_the_known_ones() -> None:
    stage = Stage()
    with pytest.raises(UnknownFault, match=r"There is no fault 'motor_on_fire'.*motor_blocked"):
        stage.sandbox.arm("motor_on_fire")
    with pytest.raises(UnknownFault):
        stage.sandbox.disarm("motor_on_fire")
