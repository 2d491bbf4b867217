"""Limits in TESTING, drawn by settings: accounts by consent, calls by the hour; none unless asked for."""

from __future__ import annotations

import asyncio
from typing import Any

from msgspec.structs import replace
from tests.sandbox.stage import Stage

from keyturn.nuki.models.api_key import KeyStatus


def stage_in_testing(*, ours: bool = False, **settings: Any) -> Stage:
    """An application in TESTING, of the account that connects or of somebody else's."""
    stage = Stage()
    world = stage.sandbox._world
    application = world.applications[stage.app["client_id"]]
    assert application.advanced is not None
    application.advanced = replace(application.advanced, status=KeyStatus.TESTING)
    application.owner = next(iter(world.accounts)) if ours else None
    world.settings = world.settings.changed(settings)
    return stage


def test_no_limit_unless_one_is_drawn() -> None:
    async def story() -> None:
        stage = stage_in_testing()
        await stage.connect()
        for _ in range(50):
            assert (await stage.call("GET", "/smartlock")).status_code == 200

    asyncio.run(story())


def test_an_account_too_many_is_sent_back() -> None:
    async def story() -> None:
        stage = stage_in_testing(testing_accounts_at_most=0)
        login = await stage.authorize()
        account = stage.facts["account"]
        pending = login.text.split('name="pending" value="')[1].split('"')[0]
        form = {"email": account["email"], "password": account["password"], "pending": pending}
        sent = await stage.http.post("/oauth/login", data=form)
        assert sent.status_code == 302
        assert "error=access_denied" in sent.headers["location"]
        assert "tested" in sent.headers["location"]

    asyncio.run(story())


def test_the_owner_and_who_is_connected_already_may_always() -> None:
    async def story() -> None:
        await stage_in_testing(ours=True, testing_accounts_at_most=0).connect()
        stage = stage_in_testing(testing_accounts_at_most=1)
        await stage.connect()
        await stage.connect()

    asyncio.run(story())


def test_a_call_too_many_waits_for_the_hour() -> None:
    async def story() -> None:
        stage = stage_in_testing(testing_calls_an_hour=2)
        await stage.connect()
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        await stage.clock.advance(600)
        assert (await stage.call("GET", "/smartlock")).status_code == 200
        refused = await stage.call("GET", "/smartlock")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "3000")
        renewed = await stage.renew()  # the token endpoint is not counted
        await stage.clock.advance(2999)
        assert (await stage.call("GET", "/smartlock", bearer=renewed.json()["access_token"])).status_code == 429
        await stage.clock.advance(1)
        assert (await stage.call("GET", "/smartlock", bearer=renewed.json()["access_token"])).status_code == 200

    asyncio.run(story())


def test_an_active_application_has_no_limit() -> None:
    async def story() -> None:
        stage = Stage()
        stage.sandbox._world.settings = stage.sandbox._world.settings.changed({"testing_calls_an_hour": 1})
        await stage.connect()
        for _ in range(3):
            assert (await stage.call("GET", "/smartlock")).status_code == 200

    asyncio.run(story())
