"""Reading devices."""

from __future__ import annotations

import asyncio

from tests.sandbox.stage import FRONT, Stage

from keyturn.nuki.models.smartlock import Smartlock


def test_the_list_narrows_by_type_and_by_auth() -> None:
    async def story() -> None:
        stage = Stage()
        token = stage.facts["api_token"]

        async def names(query: str) -> list[str]:
            answer = await stage.call("GET", f"/smartlock{query}", bearer=token)
            return [one["name"] for one in answer.json()]

        assert await names("?type=2") == ["House entrance"]
        assert await names("?authId=101") == ["Garden door"]
        assert await names("?type=4&authId=102") == []
        assert await names("?unknown=1&type=") == ["Front door", "Garden door", "House entrance"]
        bad = await stage.call("GET", "/smartlock?type=lock", bearer=token)
        assert bad.status_code == 400
        assert "'lock'" in bad.json()["detailMessage"]
        assert "'type'" in bad.json()["detailMessage"]

    asyncio.run(story())


def test_a_read_is_the_device_and_follows_its_changes() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        listed = (await stage.call("GET", "/smartlock")).json()
        one = (await stage.call("GET", f"/smartlock/{FRONT}", json={})).json()
        assert listed[0] == one
        assert one["config"]["keypadPaired"] is True
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await stage.clock.advance(10)
        assert (await stage.call("GET", "/smartlock")).json()[0]["state"]["state"] == 3

    asyncio.run(story())


def test_answers_can_be_read_as_the_documented_models() -> None:
    import msgspec

    async def story() -> None:
        stage = Stage()
        answer = await stage.call("GET", "/smartlock", bearer=stage.facts["api_token"])
        assert len(msgspec.json.decode(answer.content, type=list[Smartlock])) == 3

    asyncio.run(story())
