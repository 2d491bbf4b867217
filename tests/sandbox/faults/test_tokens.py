"""Every fault on the way to a token strikes, and does what it says."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

import pytest
from tests.sandbox.stage import Stage

from keyturn.testing import Answer, Grant, Nuki


def renew(nuki: Nuki, grant: Grant) -> Answer:
    form = {
        **{"grant_type": "refresh_token", "refresh_token": grant.refresh_token or ""},
        **{"client_id": nuki.client_id, "client_secret": nuki.client_secret.reveal()},
    }
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return nuki.request("POST", "/oauth/token", json=urlencode(form).encode(), headers=kind)


def test_a_refresh_token_is_refused_for_good(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.arm("refresh_refused")
    assert [renew(nuki, grant).json["error"] for _ in range(2)] == ["invalid_grant"] * 2
    assert nuki.get("/smartlock", grant).status == 401


def test_the_endpoint_is_down_and_nothing_else_is(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.arm("token_endpoint_down")
    assert nuki.get("/smartlock", grant).status == 200
    answer = renew(nuki, grant)
    assert (answer.status, b"<html>" in answer.body) == (503, True)
    assert renew(nuki, grant).ok, "nothing was rotated"


def test_silence_rotates_nothing(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.arm("token_endpoint_silent")
    with pytest.raises(TimeoutError):
        renew(nuki, grant)
    assert renew(nuki, grant).ok


def test_a_lost_answer_has_rotated(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    nuki.arm("token_answer_lost")
    with pytest.raises(ConnectionError):
        renew(nuki, grant)
    assert renew(nuki, grant).json["error"] == "invalid_grant"
    assert nuki.get("/smartlock", grant).status == 401, "the whole grant is gone"


def test_a_slow_endpoint_answers_in_the_end(nuki: Nuki) -> None:
    before, grant = nuki.now, nuki.grant("smartlock")
    nuki.arm("token_endpoint_slow")
    assert renew(nuki, grant).ok
    assert (nuki.now - before).total_seconds() == 20


def test_answers_with_less_and_with_other_words(nuki: Nuki) -> None:
    def under(name: str) -> Answer:
        nuki.arm(name)
        return renew(nuki, nuki.grant("smartlock"))

    assert "refresh_token" not in under("token_answer_without_refresh").json
    assert under("token_answer_as_text").headers["content-type"].startswith("text/plain")
    assert "expires_in" not in under("token_answer_without_lifetime").json
    assert under("token_short_lived").json["expires_in"] == 60


def test_a_new_consent_kills_access_tokens_and_whoever_signs_in_may_be_denied() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock")
        first = stage.access
        stage.sandbox.arm("earlier_tokens_die")
        await stage.connect("smartlock")
        assert (await stage.call("GET", "/smartlock", bearer=first)).status_code == 401
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        stage.sandbox.arm("consent_denied")
        login = await stage.authorize("smartlock")
        account = stage.facts["account"]
        pending = login.text.split('name="pending" value="')[1].split('"')[0]
        form = {"email": account["email"], "password": account["password"], "pending": pending}
        sent = await stage.http.post("/oauth/login", data=form)
        assert sent.status_code == 302
        assert "error=access_denied" in sent.headers["location"]
        assert "a-state-of-one-browser" in sent.headers["location"]

    asyncio.run(story())


def test_one_account_is_struck_at_the_token_endpoint_and_another_is_not(nuki: Nuki) -> None:
    grant = nuki.grant("smartlock")
    mine = nuki.facts["account"]["account_id"]
    nuki.arm("token_endpoint_down", account_id=mine + 1)
    assert renew(nuki, grant).ok
    nuki.disarm()
    grant = nuki.grant("smartlock")
    nuki.arm("token_endpoint_down", account_id=mine)
    assert renew(nuki, grant).status == 503


def test_what_an_account_takes_back_is_dead_and_stays_dead() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect("smartlock")
        stage.sandbox.withdraw(stage.facts["account"]["account_id"])
        assert (await stage.call("GET", "/smartlock")).status_code == 401

    asyncio.run(story())
