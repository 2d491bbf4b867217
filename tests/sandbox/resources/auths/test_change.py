"""Changing, deleting, reading; what is pending, lost, late, or made at the device."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.sandbox.resources.auths.keys import ANNA, NEXT_DOOR, WHOLE, ask, connected, created, listed, told
from tests.sandbox.stage import FRONT, GARDEN


def test_an_update_replaces_the_whole() -> None:
    async def story() -> None:
        stage = await connected()
        made = await created(stage, allowedFromTime=480, allowedUntilTime=600, remoteAllowed=True)
        path = f"/smartlock/{FRONT}/auth/{made['id']}"
        await ask(stage, "POST", path, {"name": "Guest"}, 422)
        await ask(stage, "POST", path, {"name": "Guest", "code": 111111})
        await ask(stage, "POST", path, {"name": "Guest", "code": 222222}, 423)
        await ask(stage, "DELETE", path, status=423)
        await ask(stage, "POST", "/smartlock/auth", [{"id": made["id"], "name": "G", "code": 222222}], 423)
        await ask(stage, "DELETE", "/smartlock/auth", [made["id"]], 423)
        await stage.clock.advance(5)
        after = await ask(stage, "GET", path, status=200)
        assert "allowedWeekDays" not in after and "allowedFromTime" not in after
        assert (after["code"], after["enabled"], after["remoteAllowed"]) == (111111, True, False)
        assert after["authId"] == made["authId"]
        assert told(stage)[-1] == {"feature": "DEVICE_AUTHS", "deleted": False, "smartlockAuth": after}

    asyncio.run(story())


def test_several_are_changed_in_one_call() -> None:
    async def story() -> None:
        stage = await connected()
        one, other = await created(stage, code=348975), await created(stage, code=777777)
        changes = [
            {"id": one["id"], "name": "One", "code": 348976},
            {"id": other["id"], "name": "Two", "code": 777778},
        ]
        await ask(stage, "POST", "/smartlock/auth", changes, 204)
        await stage.clock.advance(5)
        after = {each["id"]: each for each in await listed(stage)}
        assert [(after[each["id"]]["name"], after[each["id"]]["code"]) for each in (one, other)] == [
            ("One", 348976),
            ("Two", 777778),
        ]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "Guest", "code": 120000}, 400),
        ({"name": "", "code": 348975}, 400),
        ({"code": 348975}, 400),
        ({"name": "Guest", "code": 777777}, 409),
        ({"name": "Guest", "code": 348975, "allowedWeekDays": 200}, 400),
    ],
)
def test_a_bad_update_changes_nothing(body: dict[str, Any], status: int) -> None:
    async def story() -> None:
        stage = await connected()
        made = await created(stage)
        await created(stage, code=777777)
        await ask(stage, "POST", f"/smartlock/{FRONT}/auth/{made['id']}", body, status)
        if "name" in body:
            await ask(stage, "POST", "/smartlock/auth", [{**body, "id": made["id"]}], status)
        assert made in await listed(stage)

    asyncio.run(story())


def test_what_is_unknown_or_not_ones_own_is_forbidden() -> None:
    async def story() -> None:
        stage = await connected()
        for device in (FRONT, NEXT_DOOR, 1):
            path = f"/smartlock/{device}/auth/0123456789abcdef01234567"
            await ask(stage, "GET", path, status=403)
            await ask(stage, "POST", path, WHOLE, 403)
            await ask(stage, "DELETE", path, status=403)
        await ask(stage, "POST", "/smartlock/auth", [{"id": "nothing", "name": "Guest"}], 403)
        await ask(stage, "DELETE", "/smartlock/auth", ["nothing"], 403)
        await ask(stage, "DELETE", "/smartlock/auth", {"id": 1}, 400)
        await ask(stage, "GET", f"/smartlock/{NEXT_DOOR}/auth", status=403)

    asyncio.run(story())


def test_a_deleted_code_stays_listed_until_the_lock_has_confirmed() -> None:
    async def story() -> None:
        stage = await connected()
        first, second = await created(stage), await created(stage, code=777777)
        await ask(stage, "DELETE", f"/smartlock/{FRONT}/auth/{first['id']}")
        assert first["id"] in {one["id"] for one in await listed(stage)}
        await ask(stage, "PUT", f"/smartlock/{FRONT}/auth", WHOLE, 409)  # a stale copy is in the way
        await stage.clock.advance(3)
        assert first["id"] not in {one["id"] for one in await listed(stage)}
        assert (told(stage)[-1]["deleted"], told(stage)[-1]["smartlockAuth"]["id"]) == (True, first["id"])
        await ask(stage, "DELETE", "/smartlock/auth", [second["id"], second["id"]])
        await stage.clock.advance(3)
        assert second["id"] not in {one["id"] for one in await listed(stage)}

    asyncio.run(story())


def test_changes_while_the_lock_is_out_of_reach_are_lost_until_a_sync_says_so() -> None:
    async def story() -> None:
        stage = await connected()
        kept, changed = await created(stage), await created(stage, code=777777)
        stage.sandbox.arm("device_offline", FRONT, times=None)
        await ask(stage, "PUT", f"/smartlock/{FRONT}/auth", {**WHOLE, "code": 555555})
        await ask(stage, "DELETE", f"/smartlock/{FRONT}/auth/{kept['id']}")
        await ask(stage, "POST", f"/smartlock/{FRONT}/auth/{changed['id']}", {"name": "New", "code": 888888})
        before = len(told(stage))
        await stage.clock.advance(10)
        stage.sandbox.disarm()
        await stage.clock.advance(60)
        ghost = next(one for one in await listed(stage) if one["code"] == 555555)
        assert "updateDate" not in ghost and "operationId" not in ghost
        assert {one["code"] for one in await listed(stage)} >= {348975, 888888}
        assert len(told(stage)) == before
        await ask(stage, "POST", f"/smartlock/{FRONT}/sync")
        await stage.clock.advance(5)
        assert not {555555, 888888} & {one.get("code") for one in await listed(stage)}
        assert {one.get("code") for one in await listed(stage)} >= {348975, 777777}
        assert [(one["deleted"], one["smartlockAuth"]["code"]) for one in told(stage)[before:]] == [
            (True, 555555),
            (False, 777777),
        ]

    asyncio.run(story())


@pytest.mark.parametrize("sync", [True, False])
def test_late_changes_arrive_when_the_device_is_back_if_the_world_is_set_so(sync: bool) -> None:
    async def story() -> None:
        stage = await connected()
        world = stage.sandbox._world
        world.settings = world.settings.changed({"changes_while_offline": "late"})
        stage.sandbox.arm("device_offline", FRONT, times=None)
        await ask(stage, "PUT", f"/smartlock/{FRONT}/auth", WHOLE)
        await stage.clock.advance(60)
        waiting = (await listed(stage))[-1]
        assert waiting["operationId"]
        await ask(stage, "DELETE", f"/smartlock/{FRONT}/auth/{waiting['id']}", status=423)
        stage.sandbox.disarm()
        if sync:
            await ask(stage, "POST", f"/smartlock/{FRONT}/sync")
        await stage.clock.advance(5)
        arrived = (await listed(stage))[-1]
        assert "operationId" not in arrived and arrived["updateDate"]

    asyncio.run(story())


def test_reading_filters_and_pages() -> None:
    async def story() -> None:
        stage = await connected()
        seeded = await ask(stage, "GET", "/smartlock/auth", status=200)
        for code in (111111, 222222, 333333):
            await created(stage, code=code)
        await ask(
            stage, "PUT", f"/smartlock/{GARDEN}/auth", {"name": "A", "remoteAllowed": True, "accountUserId": ANNA}
        )
        await stage.clock.advance(5)

        async def get(query: str, status: int = 200) -> Any:
            return await ask(stage, "GET", f"/smartlock/auth{query}", status=status)

        everything = await get("")
        assert len(everything) == len(seeded) + 4
        assert [one["smartlockId"] for one in await get(f"?accountUserId={ANNA}")] == [GARDEN]
        assert {one["type"] for one in await get("?types=13")} == {13}
        assert len(await get("?types=0,13")) == len([one for one in everything if one["type"] in (0, 13)])
        assert all("accountUserId" not in one for one in await get("?accountUserId=-1"))
        await get("?types=x", 400)
        await get("?accountUserId=x", 400)
        paged = [await get(f"/paged?page={page}&size=3") for page in range(5)]
        assert [one for page in paged for one in page["results"]] == everything
        assert paged[0]["pagination"] == {
            "totalItems": len(everything),
            "totalPages": -(-len(everything) // 3),
            "currentPage": 0,
            "pageSize": 3,
            "nextPage": "/smartlock/auth/paged?page=1&size=3",
        }
        for bad in ("page=-1", "size=0", "size=1001", "size=x"):
            await get(f"/paged?{bad}", 400)
        on_device = await ask(stage, "GET", f"/smartlock/{FRONT}/auth?types=13&includeEmail=true", status=200)
        assert len(on_device) == len([one for one in everything if one["type"] == 13])

    asyncio.run(story())
