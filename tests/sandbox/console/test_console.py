"""The console shows the world as it is, and its buttons do what they say; nobody else's page can press them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from tests.sandbox.stage import FRONT, Stage

BASE = "http://127.0.0.1"
PATH = "/_sandbox/console"


async def look(http: httpx2.AsyncClient, query: str = "") -> str:
    answer = await http.get(BASE + PATH + query)
    assert answer.status_code == 200
    return answer.text


async def press(http: httpx2.AsyncClient, do: str, **fields: str) -> str:
    """Press a button of a fresh page; the page it leads to."""
    token = re.search(r'name="token" value="([^"]+)"', await look(http))
    assert token is not None
    answer = await http.post(BASE + PATH, data={"token": token[1], "do": do, **fields})
    assert answer.status_code == 303, answer.text
    return (await http.get(BASE + answer.headers["location"])).text


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def play(story: Callable[[Stage, httpx2.AsyncClient], Awaitable[None]]) -> None:
    async def run() -> None:
        stage = Stage()
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(stage.sandbox.app)) as http:
            await story(stage, http)

    asyncio.run(run())


def test_it_shows_devices_grants_webhooks_and_journal_but_no_secret() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        await stage.connect()
        await stage.register("DEVICE_STATUS")
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")
        await stage.clock.advance(20)
        html = await look(http)
        for word in (
            "Front door",
            "unlocked",
            "allows",
            "access-token-",
            "DEVICE_STATUS",
            "UnlockAction",
            "204",
            "X-Nuki-Signature-SHA256",
        ):
            assert word in html, word
        secrets = [stage.facts["api_token"], stage.facts["application"]["client_secret"], "a-key-under-the-mat"]
        assert [secret for secret in secrets if secret in html] == []

    play(story)


def test_a_person_arms_turns_and_advances() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        await press(http, "person", device=str(FRONT), deed='{"does":"turn_key_unlock"}')
        page = await press(http, "advance", step="10 s")
        assert "unlocked state 3" in text(page)
        page = await press(http, "arm", fault="motor_blocked", times="always", device="")
        assert "motor_blocked until disarmed" in text(page)
        await stage.call("POST", f"/smartlock/{FRONT}/action/lock", bearer=stage.facts["api_token"])
        page = await press(http, "advance", step="1 min")
        assert "motor blocked state 254" in text(page)
        assert "Nothing lies in wait" in await press(http, "disarm", fault="motor_blocked")
        assert "locked state 1" in text(await press(http, "reset"))

    play(story)


def test_a_code_is_entered_and_the_fault_of_a_device_without_a_bell_is_told() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        page = await press(http, "person", device=str(FRONT), code="111111")
        assert "Code at the keypad" in page
        assert "111111" not in "".join(repr(entry) for entry in stage.sandbox.journal)
        page = await press(http, "person", device=str(FRONT), deed='{"does":"ring_bell"}')
        assert "has nothing for that" in text(page)
        assert "made of digits" in text(await press(http, "person", device=str(FRONT), code="12ab"))

    play(story)


def test_a_webhook_is_sent_again_byte_for_byte() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        await stage.connect()
        await stage.register("DEVICE_STATUS")
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock/advanced")
        await stage.clock.advance(20)
        page = await look(http)
        number = re.findall(r'name="number" value="(\d+)"', page)[0]
        before = len(re.findall(r'name="number"', page))
        page = await press(http, "resend", number=number)
        assert len(re.findall(r'name="number"', page)) == before + 1
        assert "There is no webhook number 999" in text(await press(http, "resend", number="999"))

    play(story)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "arm", "fault": "nothing_such"}, "nothing_such"),
        ({"do": "person", "device": "1", "deed": '{"does":"ring_bell"}'}, "There is no device"),
        ({"do": "person", "device": str(FRONT), "deed": '{"does":"fly"}'}, "fly"),
        ({"do": "advance", "step": "a year"}, "a year"),
        ({"do": "explode"}, "not known here"),
    ],
)
def test_nonsense_is_named_and_changes_nothing(fields: dict[str, str], said: str) -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        entries = len(list(stage.sandbox.journal))
        page = await press(http, fields.pop("do"), **fields)
        assert said in text(page)
        assert len(list(stage.sandbox.journal)) == entries

    play(story)


def test_another_sites_page_can_press_nothing() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        forged = await http.post(BASE + PATH, data={"token": "guess", "do": "reset"})
        assert forged.status_code == 403
        assert "remedy" in forged.json()
        rebound = await http.get(BASE + PATH, headers={"Host": "evil.test"})
        assert rebound.status_code == 403
        policy = (await http.get(BASE + PATH)).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    play(story)


def test_the_journal_can_be_filtered() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        stage.sandbox.arm("motor_blocked")
        await stage.call("GET", "/smartlock", bearer=stage.facts["api_token"])
        assert "motor_blocked" in (journal := (await look(http, "?kind=fault")).partition('id="journal"')[2])
        assert "GET /smartlock" not in journal

    play(story)


def test_the_stream_tells_of_a_change_and_ends_when_let_go() -> None:
    async def story() -> None:
        stage, sent = Stage(), list[dict[str, Any]]()
        scope = {
            **{"type": "http", "method": "GET", "path": PATH + "/events", "query_string": b""},
            **{"headers": [(b"host", b"127.0.0.1")], "server": ("127.0.0.1", 80)},
        }
        requests = asyncio.Queue[dict[str, Any]]()
        requests.put_nowait({"type": "http.request", "body": b""})

        async def send(message: Any) -> None:
            sent.append(message)

        running = asyncio.create_task(stage.sandbox.app(scope, requests.get, send))
        await asyncio.sleep(0.05)
        stage.sandbox.arm("motor_blocked")
        await asyncio.sleep(0.4)
        assert any(b"event: changed" in message.get("body", b"") for message in sent)
        stage.sandbox.let_go()
        await asyncio.wait_for(running, 2)
        assert sent[-1].get("more_body", False) is False

    asyncio.run(story())


def test_who_may_use_a_door_is_shown_on_both_its_sides_and_no_digits() -> None:
    async def story(stage: Stage, http: httpx2.AsyncClient) -> None:
        await stage.connect("smartlock smartlock.auth")
        made = {"name": "Guest", "type": 13, "code": 482915, "remoteAllowed": False}
        path = f"/smartlock/{FRONT}/auth"
        answer = await stage.call(
            "PUT", path, json={**made, "allowedWeekDays": 96, "allowedFromTime": 480, "allowedUntilTime": 1080}
        )
        assert answer.status_code == 204, answer.text
        assert "on its way to the device" in text(await look(http))
        await stage.clock.advance(30)
        shown = text(await look(http))
        assert "Guest keypad code · Mon Tue, 08:00 to 18:00 listed and known" in shown
        assert "482915" not in await look(http)
        ring = stage.sandbox._world.devices[FRONT].inside.keyring
        (guest,) = [one for one in ring.known.values() if one.name == "Guest"]
        del ring.known[guest.id]
        assert "only Nuki Web lists it" in text(await look(http))
        ring.known[guest.id] = ring.listed.pop(guest.id)
        assert "only the device knows it" in text(await look(http))

    play(story)
