"""SHORT_RENTAL without Smart Hosting: errors in reads, 402 on writes; with it, and for anybody else, nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from msgspec.structs import replace as changed
from tests.sandbox.stage import CALLBACK, CENTRAL, ENTRANCE, FRONT, Stage

from keyturn.sandbox.seed import Seed

SCOPES = "smartlock smartlock.action smartlock.auth smartlock.log"
CODE = {"name": "Guest", "type": 13, "code": 345678, "remoteAllowed": True}


def play(story: Callable[[Stage], Awaitable[None]], kind: str = "SHORT_RENTAL") -> None:
    async def run() -> None:
        stage = Stage(Seed.home().with_application((CALLBACK,), CENTRAL))
        world = stage.sandbox._world
        application = next(iter(world.applications.values()))
        assert application.advanced is not None
        application.advanced = changed(application.advanced, type=kind)
        await stage.connect(SCOPES)
        await story(stage)

    asyncio.run(run())


async def hosted(stage: Stage, state: str | None) -> None:
    body = {"smartlock_id": FRONT, "state": state}
    answer = await stage.http.post("http://127.0.0.1/_sandbox/hosting", json=body)
    assert answer.status_code == 200, answer.text


async def front(stage: Stage) -> dict[str, object]:
    listed = (await stage.call("GET", "/smartlock")).json()
    shown: dict[str, object] = next(one for one in listed if one["smartlockId"] == FRONT)
    return shown


def test_without_a_subscription_reads_carry_an_error_and_writes_are_402() -> None:
    async def story(stage: Stage) -> None:
        shown = await front(stage)
        assert "Smart Hosting" in str(shown["error"])
        assert "state" not in shown
        for method, path, body in (
            ("POST", f"/smartlock/{FRONT}/action/unlock", None),
            ("POST", f"/smartlock/{FRONT}/action/unlock/advanced", None),
            ("PUT", f"/smartlock/{FRONT}/auth", CODE),
            ("PUT", "/smartlock/auth", {**CODE, "smartlockIds": [FRONT]}),
        ):
            refused = await stage.call(method, path, json=body)
            assert refused.status_code == 402, path
            assert "Smart Hosting" in refused.json()["detailMessage"]
        auths = (await stage.call("GET", f"/smartlock/{FRONT}/auth")).json()
        assert all("Smart Hosting" in auth["error"] for auth in auths)
        opened = await stage.call("POST", f"/smartlock/{ENTRANCE}/action/unlock/advanced")
        assert opened.status_code == 200, "an Opener needs none"

    play(story)


def test_with_a_subscription_all_is_well_until_it_expires() -> None:
    async def story(stage: Stage) -> None:
        await hosted(stage, "ACTIVE")
        shown = await front(stage)
        assert "error" not in shown
        assert "state" in shown
        assert (await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")).status_code == 200
        await hosted(stage, "EXPIRED")
        assert "error" in await front(stage)

    play(story)


def test_other_types_of_application_need_none() -> None:
    async def story(stage: Stage) -> None:
        assert "error" not in await front(stage)
        assert (await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")).status_code == 200

    play(story, kind="SMART_HOME")
