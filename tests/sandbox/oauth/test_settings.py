"""The settings of a world change what the token endpoint and the consent page do, and nothing else does."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.sandbox.stage import Stage


async def stage_with(**settings: Any) -> Stage:
    stage = Stage()
    answer = await stage.http.patch("/_sandbox/settings", json=settings)
    assert answer.status_code == 200, answer.text
    return stage


def test_without_any_a_second_consent_leaves_the_first_alive() -> None:
    async def story(expected: int, **settings: Any) -> None:
        stage = await stage_with(**settings)
        await stage.connect()
        first = stage.access
        await stage.connect()
        assert (await stage.call("GET", "/smartlock", bearer=first)).status_code == expected
        assert (await stage.call("GET", "/smartlock")).status_code == 200

    asyncio.run(story(200))
    asyncio.run(story(401, reauthorisation_ends_tokens=True))


def test_a_renewal_without_a_refresh_token_keeps_the_old_one() -> None:
    async def story() -> None:
        stage = await stage_with(renewal_without_refresh_token=True)
        await stage.connect()
        for _ in range(3):
            answer = (await stage.renew()).json()
            assert "refresh_token" not in answer
            assert (await stage.call("GET", "/smartlock", bearer=answer["access_token"])).status_code == 200

    asyncio.run(story())


def test_the_answer_is_labelled_as_text() -> None:
    async def story() -> None:
        stage = await stage_with(token_answer_as_text=True)
        await stage.connect()
        answer = await stage.renew()
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.json()["access_token"]

    asyncio.run(story())


def test_lifetimes_are_those_set() -> None:
    async def story() -> None:
        stage = await stage_with(access_token_seconds=60, refresh_token_seconds=600)
        await stage.connect()
        assert (await stage.renew()).json()["expires_in"] == 60
        await stage.connect()
        await stage.clock.advance(61)
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        await stage.clock.advance(600)
        assert (await stage.renew()).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_strict_mode_wants_s256_and_nothing_in_the_address() -> None:
    async def story() -> None:
        stage = await stage_with(strict=True)
        for more in (
            {},
            {"code_challenge": "a" * 43},
            {"code_challenge": "a" * 43, "code_challenge_method": "plain"},
        ):
            sent = await stage.authorize(**more)
            assert sent.status_code == 302
            assert dict(parse_qsl(urlsplit(sent.headers["location"]).query))["error"] == "invalid_request"
        verifier = "v" * 43
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        sent_back = await stage.consent(code_challenge=challenge, code_challenge_method="S256")
        exchanged = await stage.exchange(sent_back["code"], code_verifier=verifier)
        assert exchanged.status_code == 200
        query = {"grant_type": "refresh_token", "refresh_token": exchanged.json()["refresh_token"]}
        auth = (stage.app["client_id"], stage.app["client_secret"])
        refused = await stage.http.post("/oauth/token", params=query, auth=auth)
        assert refused.json()["error"] == "invalid_request"

    asyncio.run(story())


def test_faithful_mode_wants_no_pkce_and_takes_offline_access() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock offline_access")
        assert (await stage.renew()).status_code == 200

    asyncio.run(story())


def test_an_unknown_setting_and_a_wrong_value_are_named_and_change_nothing() -> None:
    async def story() -> None:
        stage = Stage()
        before = (await stage.http.get("/_sandbox/settings")).json()
        for wrong, named in (
            ({"stricct": True}, "stricct"),
            ({"strict": "yes"}, "strict"),
            ({"access_token_seconds": 0}, "access_token_seconds"),
            ({"strict": True, "refresh_token_seconds": -1}, "refresh_token_seconds"),
        ):
            refused = await stage.http.patch("/_sandbox/settings", json=wrong)
            assert refused.status_code == 400
            assert named in refused.json()["detail"]
            assert "token_answer_as_text" in refused.json()["remedy"]
        assert (await stage.http.get("/_sandbox/settings")).json() == before

    asyncio.run(story())


def test_a_reset_brings_back_the_seeds_settings() -> None:
    async def story() -> None:
        stage = await stage_with(strict=True)
        await stage.http.post("/_sandbox/reset", json={})
        assert (await stage.http.get("/_sandbox/settings")).json()["strict"] is False

    asyncio.run(story())
