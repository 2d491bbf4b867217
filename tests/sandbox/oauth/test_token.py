"""The token endpoint: both client authentications, single use, rotation, reuse, lifetimes."""

from __future__ import annotations

import asyncio
import base64
from hashlib import sha256

import httpx2
import pytest
from tests.sandbox.stage import CALLBACK, Stage


def test_variant_b_sends_basic_and_a_query() -> None:
    async def story() -> None:
        stage = Stage()
        code = (await stage.consent())["code"]
        answer = await stage.http.post(
            "/oauth/token",
            params={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": CALLBACK,
                "scope": "smartlock",
            },
            auth=(stage.app["client_id"], stage.app["client_secret"]),
            headers={"content-type": "application/x-www-form-urlencoded;charset=UTF-8"},
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["token_type"] == "bearer"
        assert answer.headers["cache-control"] == "no-store"

    asyncio.run(story())


@pytest.mark.parametrize("wrong", [{"client_secret": "wrong"}, {"client_id": "wrong"}, {"client_secret": ""}])
def test_a_wrong_client_is_told_so(wrong: dict[str, str]) -> None:
    async def story() -> None:
        stage = Stage()
        answer = await stage.token(grant_type="refresh_token", refresh_token="x", **wrong)
        assert answer.status_code == 401
        assert answer.json() == {"error": "invalid_client", "error_description": "Invalid client credentials."}

    asyncio.run(story())


def test_wrong_basic_credentials_and_a_secret_in_the_address_do_not_help() -> None:
    async def story() -> None:
        stage = Stage()
        secret = stage.app["client_secret"]
        bad = await stage.http.post("/oauth/token", headers={"authorization": "Basic !!"})
        assert bad.status_code == 401
        query = {"grant_type": "refresh_token", "client_id": stage.app["client_id"], "client_secret": secret}
        assert (await stage.http.post("/oauth/token", params=query)).status_code == 401

    asyncio.run(story())


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "nonsense"}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "nonsense"}, "invalid_grant"),
    ],
)
def test_each_mistake_has_its_name(form: dict[str, str], error: str) -> None:
    async def story() -> None:
        answer = await Stage().token(**form)
        assert answer.status_code == 400
        assert answer.json()["error"] == error
        assert answer.json()["error_description"]

    asyncio.run(story())


def test_a_parameter_may_come_only_once() -> None:
    async def story() -> None:
        stage = Stage()
        answer = await stage.http.post(
            "/oauth/token",
            content="grant_type=refresh_token&grant_type=refresh_token",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.json()["error"] == "invalid_request"

    asyncio.run(story())


def test_a_code_used_twice_costs_what_it_gave() -> None:
    async def story() -> None:
        stage = Stage()
        code = (await stage.consent())["code"]
        stage.access = (await stage.exchange(code)).json()["access_token"]
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        again = await stage.exchange(code)
        assert again.json()["error"] == "invalid_grant"
        assert (await stage.call("GET", "/smartlock")).status_code == 401

    asyncio.run(story())


def test_a_code_is_bound_to_its_redirect_and_lives_ten_minutes() -> None:
    async def story() -> None:
        stage = Stage()
        code = (await stage.consent())["code"]
        other = await stage.token(grant_type="authorization_code", code=code, redirect_uri=CALLBACK + "x")
        assert other.json()["error"] == "invalid_grant"
        await stage.clock.advance(601)
        assert (await stage.exchange(code)).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_the_code_needs_decoding() -> None:
    async def story() -> None:
        assert "%" in (await Stage().consent())["code"]

    asyncio.run(story())


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_challenge_has_to_be_met(method: str) -> None:
    verifier = "a-verifier-that-is-long-enough-for-everybody"
    challenge = verifier
    if method == "S256":
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()

    async def story() -> None:
        stage = Stage()
        code = (await stage.consent(code_challenge=challenge, code_challenge_method=method))["code"]
        assert (await stage.exchange(code)).json()["error"] == "invalid_grant"
        assert (await stage.exchange(code, code_verifier="wrong")).json()["error"] == "invalid_grant"
        assert (await stage.exchange(code, code_verifier=verifier)).status_code == 200

    asyncio.run(story())


def test_a_verifier_without_a_challenge_is_refused() -> None:
    async def story() -> None:
        stage = Stage()
        code = (await stage.consent())["code"]
        assert (await stage.exchange(code, code_verifier="x")).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_an_access_token_lives_for_an_hour() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.clock.advance(3599)
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        await stage.clock.advance(1)
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        answer = (await stage.renew()).json()
        assert (await stage.call("GET", "/smartlock", bearer=answer["access_token"])).status_code == 200

    asyncio.run(story())


def test_rotation_spends_the_old_token_and_reuse_costs_the_chain() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        first = (await stage.renew()).json()
        assert first["refresh_token"] != stage.refresh
        second = (await stage.renew(first["refresh_token"])).json()
        assert (await stage.call("GET", "/smartlock", bearer=second["access_token"])).status_code == 200
        reused = await stage.renew(first["refresh_token"])
        assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
        assert (await stage.call("GET", "/smartlock", bearer=second["access_token"])).status_code == 401
        assert (await stage.renew(second["refresh_token"])).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_one_chain_does_not_take_another_along() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        access, refresh = stage.access, stage.refresh
        await stage.connect()
        await stage.renew()
        await stage.renew()
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        assert (await stage.call("GET", "/smartlock", bearer=access)).status_code == 200
        assert (await stage.renew(refresh)).status_code == 200

    asyncio.run(story())


def test_a_refresh_token_lives_for_ninety_days_and_is_no_bearer() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        assert (await stage.call("GET", "/smartlock", bearer=stage.refresh)).status_code == 401
        await stage.clock.advance(90 * 24 * 3600)
        assert (await stage.renew()).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_an_access_token_cannot_be_renewed() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        assert (await stage.renew(stage.access)).json()["error"] == "invalid_grant"

    asyncio.run(story())


def test_a_renewal_may_ask_for_less_and_never_for_more() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock smartlock.action")
        more = await stage.token(grant_type="refresh_token", refresh_token=stage.refresh, scope="account")
        assert more.json()["error"] == "invalid_scope"
        less = await stage.token(grant_type="refresh_token", refresh_token=stage.refresh, scope="smartlock")
        assert less.json()["scope"] == "smartlock"
        refused = await stage.call(
            "POST", "/smartlock/17618910285/action/lock", bearer=less.json()["access_token"]
        )
        assert refused.status_code == 401
        full = await stage.renew(less.json()["refresh_token"])
        assert full.json()["scope"] == "smartlock smartlock.action"

    asyncio.run(story())


def test_tokens_are_forgotten_once_they_have_expired() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        for _ in range(5):
            await stage.clock.advance(3600)
            stage.refresh = (await stage.renew()).json()["refresh_token"]
        # The API token, one living access token, six refresh tokens.
        assert len(stage.sandbox._world.tokens) == 8

    asyncio.run(story())


def test_only_post_is_known() -> None:
    async def story() -> None:
        answer: httpx2.Response = await Stage().http.get("/oauth/token")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "POST"

    asyncio.run(story())
