"""Authorizations where Smart Hosting is missing."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from tests.sandbox.resources.auths.keys import BEN, WHOLE, ask, connected, created
from tests.sandbox.stage import ENTRANCE, FRONT


def test_writes_are_402_and_the_advanced_creation_names_who_is_left_out() -> None:
    async def story() -> None:
        stage = await connected()
        made = await created(stage)
        application = next(iter(stage.sandbox._world.applications.values()))
        assert application.advanced is not None
        application.advanced = replace(application.advanced, type="SHORT_RENTAL")
        path = f"/smartlock/{FRONT}/auth"
        for method, where, body in (
            ("PUT", path, WHOLE),
            ("PUT", "/smartlock/auth", {**WHOLE, "smartlockIds": [FRONT]}),
            ("POST", f"{path}/{made['id']}", {"name": "New", "code": 777777}),
            ("POST", "/smartlock/auth", [{"id": made["id"], "name": "New", "code": 777777}]),
            ("DELETE", f"{path}/{made['id']}", None),
            ("DELETE", "/smartlock/auth", [made["id"]]),
        ):
            await ask(stage, method, where, body, 402)
        body = {"name": "Ben", "remoteAllowed": True, "accountUserId": BEN, "smartlockIds": [FRONT]}
        await ask(stage, "PUT", "/smartlock/auth/advanced", body, 402)
        both = {**body, "smartlockIds": [FRONT, ENTRANCE]}  # an Opener needs no subscription
        heard = await ask(stage, "PUT", "/smartlock/auth/advanced", both, 200)
        assert str(FRONT) in heard["error"] and str(ENTRANCE) not in heard["error"]
        await stage.clock.advance(5)
        outcome = stage.outcomes()[0]
        assert [one["smartlockId"] for one in outcome["detail"]] == [ENTRANCE]

    asyncio.run(story())
