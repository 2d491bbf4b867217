"""What devices know outlives the process, and the same story has the same journal."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import BOX, GO, LOCK, OPENER, house
from tests.sandbox.stage import Stage


async def story(person: Person) -> None:
    await person.arrive()
    await person.do("enter_code", code=111111)
    await person.do("enter_code", code=989898)
    await person.do("press_fob", OPENER, times=2)
    await person.do("leave_ajar", wait=400)
    await person.do("add_auth", name="App", code=777777)
    body = {"name": "Web", "type": 13, "code": 555555, "remoteAllowed": False}
    await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json=body)
    await person.stage.clock.advance(5)
    advanced = {"name": "Ben", "accountUserId": 11, "remoteAllowed": True, "smartlockIds": [GO, OPENER]}
    await person.stage.call("PUT", "/smartlock/auth/advanced", json=advanced)
    await person.do("switch_log", GO, on=False)
    await person.do("set_pin", GO, admin_pin=4321)
    await person.do("go_offline", OPENER)
    await person.stage.call("DELETE", f"/smartlock/{BOX}")
    await person.stage.call("PUT", f"/smartlock/{LOCK}/auth", json={**body, "code": 444444})


def test_the_same_story_has_the_same_journal() -> None:
    def told() -> bytes:
        person = Person()
        asyncio.run(story(person))
        asyncio.run(person.stage.clock.advance(50 * 3600))
        return b"\n".join(entry.json() for entry in person.stage.sandbox.journal)

    first = told()
    assert first == told()
    assert b"AuthCreation" in first and b"auth synced" in first
    for code in (b"111111", b"989898", b"777777", b"555555", b"444444", b"4321}"):
        assert code not in first


def test_a_restart_forgets_nothing_but_what_was_on_its_way(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    person = Person()
    person.stage = Stage(house(), state=path)

    async def before_and_after() -> None:
        await story(person)
        kept = await person.auths()
        pending = next(one for one in kept if one.get("code") == 444444)
        assert pending["operationId"]
        await person.stage.sandbox.close()

        person.stage = Stage(house(), state=path)
        person.stage.access = person.stage.facts["api_token"]
        after = await person.auths()
        assert {one["id"] for one in after} == {one["id"] for one in kept}
        assert all("operationId" not in one for one in after)
        assert (await person.stage.call("GET", f"/smartlock/{BOX}")).status_code == 404
        assert (await person.shown(OPENER))["serverState"] == 4
        await person.do("enter_code", code=777777)
        assert (await person.log())[0]["name"] == "App"
        count = len(await person.log(GO))
        await person.do("turn_key_unlock", GO)
        assert len(await person.log(GO)) == count
        await person.stage.call("POST", f"/smartlock/{GO}/admin/pin", json={"adminPin": 4321})
        await person.stage.clock.advance(5)
        assert (await person.shown(GO))["adminPinState"] == 0

    asyncio.run(before_and_after())


def test_a_reset_gives_back_what_the_seed_knows() -> None:
    async def there_and_back() -> None:
        person = Person()
        await story(person)
        person.stage.sandbox.reset()
        person.stage.access = person.stage.facts["api_token"]
        assert {one["name"] for one in await person.auths()} == {"Always", "Mornings", "Off", "Ben"}
        assert (await person.shown(OPENER))["serverState"] == 0
        assert (await person.shown(BOX))["type"] == 1
        assert (await person.stage.http.get("/_sandbox/mail", headers={"host": "localhost"})).json() == []
        await person.do("enter_code", code=777777)
        assert (await person.log())[0]["state"] == 224

    asyncio.run(there_and_back())
