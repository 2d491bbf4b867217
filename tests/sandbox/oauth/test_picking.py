"""A person with several devices allows some of them: the others do not exist for the application."""

from __future__ import annotations

import asyncio

from tests.sandbox.stage import FRONT, GARDEN, SCOPES, Stage, callback_query, hidden


async def connect(stage: Stage, *devices: int) -> None:
    login = await stage.authorize(SCOPES)
    account = stage.facts["account"]
    form = {"email": account["email"], "password": account["password"], "pending": hidden(login)}
    asked = await stage.http.post("/oauth/login", data=form)
    assert asked.text.count('type="checkbox"') == 3
    body = {"pending": hidden(asked), "decision": "allow", "device": [str(device) for device in devices]}
    sent = await stage.http.post("/oauth/consent", data=body)
    answer = (await stage.exchange(callback_query(sent)["code"])).json()
    stage.access, stage.refresh = answer["access_token"], answer["refresh_token"]


def test_only_picked_devices_are_seen_moved_and_told_of() -> None:
    async def story() -> None:
        stage = Stage()
        await connect(stage, FRONT)
        assert [one["smartlockId"] for one in (await stage.call("GET", "/smartlock")).json()] == [FRONT]
        assert (await stage.call("GET", f"/smartlock/{GARDEN}")).status_code == 404
        assert (await stage.call("POST", f"/smartlock/{GARDEN}/action/lock")).status_code == 404
        await stage.register("DEVICE_STATUS")
        await stage.call("POST", f"/smartlock/{GARDEN}/action/lock", bearer=stage.facts["api_token"])
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock", bearer=stage.facts["api_token"])
        await stage.clock.advance(20)
        assert {mail.json["smartlockId"] for mail in stage.mail} == {FRONT}
        stage.refresh = (await stage.renew()).json()["refresh_token"]

    asyncio.run(story())


def test_all_of_them_means_the_account_and_so_does_a_page_that_did_not_ask() -> None:
    async def story() -> None:
        stage = Stage()
        await connect(stage, *(shown["smartlock_id"] for shown in stage.facts["smartlocks"]))
        assert len((await stage.call("GET", "/smartlock")).json()) == 3
        other = Stage()
        await other.connect()
        assert len((await other.call("GET", "/smartlock")).json()) == 3

    asyncio.run(story())


def test_somebody_elses_device_cannot_be_picked() -> None:
    async def story() -> None:
        stage = Stage()
        await connect(stage, FRONT, 18477903728, 7)
        assert [one["smartlockId"] for one in (await stage.call("GET", "/smartlock")).json()] == [FRONT]

    asyncio.run(story())
