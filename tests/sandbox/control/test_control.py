"""The controls: what they do, whom they refuse, and what they say about bad input."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from tests.sandbox.stage import BASE, ENTRANCE, FRONT, GARDEN, Stage

from keyturn.clock import SystemClock
from keyturn.sandbox import Sandbox, Seed

JSON = {"content-type": "application/json"}


def problem(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert all(document[name] for name in ("type", "title", "detail", "remedy"))
    return document


@pytest.mark.parametrize("path", ["/_sandbox", "/_sandbox/"])
def test_the_facts_are_those_of_the_command_line(path: str) -> None:
    async def story() -> None:
        stage = Stage()
        facts = (await stage.http.get(path)).json()
        assert facts == stage.sandbox.facts(BASE)
        assert set(facts) == {"base_url", "api_token", "account", "application", "smartlocks", "clock"}
        assert set(facts["account"]) == {"email", "password", "account_id"}
        assert set(facts["application"]) == {"client_id", "client_secret", "redirect_uris", "api_key_id"}

    asyncio.run(story())


def test_the_clock_is_read_and_turned() -> None:
    async def story() -> None:
        stage = Stage()
        assert (await stage.http.get("/_sandbox/clock")).json() == {
            "kind": "virtual",
            "now": "2026-01-05T08:00:00.000Z",
        }
        turned = await stage.http.post("/_sandbox/clock", json={"advance_seconds": 90.5})
        assert turned.json()["now"] == "2026-01-05T08:01:30.500Z"

    asyncio.run(story())


def test_two_turns_at_once_add_up() -> None:
    async def story() -> None:
        stage = Stage()
        body = {"advance_seconds": 10}
        await asyncio.gather(*(stage.http.post("/_sandbox/clock", json=body) for _ in range(5)))
        assert (await stage.http.get("/_sandbox/clock")).json()["now"] == "2026-01-05T08:00:50.000Z"

    asyncio.run(story())


@pytest.mark.parametrize(
    "body",
    [{}, {"advance_seconds": -1}, {"advance_seconds": "1"}, {"advance_seconds": 1e10}, {"seconds": 1}, []],
)
def test_bad_turns_are_named(body: Any) -> None:
    async def story() -> None:
        stage = Stage()
        problem(await stage.http.post("/_sandbox/clock", json=body), 400)
        for raw in (b"{", b"", b'{"advance_seconds":NaN}', b'{"advance_seconds":1e999}', b"\xff"):
            problem(await stage.http.post("/_sandbox/clock", content=raw, headers=JSON), 400)

    asyncio.run(story())


def test_a_real_clock_cannot_be_turned() -> None:
    async def nowhere(url: str, headers: object, body: bytes) -> int:
        return 204

    async def story() -> None:
        sandbox = Sandbox(Seed.home(), clock=SystemClock(), deliver=nowhere)
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=sandbox.app), base_url=BASE)
        assert (await http.get("/_sandbox/clock")).json()["kind"] == "real"
        document = problem(await http.post("/_sandbox/clock", json={"advance_seconds": 1}), 409)
        assert "--clock virtual" in document["remedy"]

    asyncio.run(story())


def test_reset_goes_back_to_the_seed_and_keeps_clock_and_journal() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.register("DEVICE_STATUS")
        stage.sandbox.arm("device_offline", GARDEN, times=None)
        await stage.call("POST", f"/smartlock/{FRONT}/action/unlock")
        await stage.clock.advance(2)
        before = len(list(stage.sandbox.journal))
        assert (await stage.http.post("/_sandbox/reset", headers=JSON)).status_code == 200
        stage.mail.clear()
        await stage.clock.advance(100)
        assert stage.mail == [], "what was under way is forgotten"
        assert (await stage.call("GET", "/smartlock")).status_code == 401
        listed = (await stage.call("GET", "/smartlock", bearer=stage.facts["api_token"])).json()
        assert [one["state"]["state"] for one in listed] == [1, 3, 1]
        assert [one["serverState"] for one in listed] == [0, 0, 0]
        assert (await stage.http.get("/_sandbox/faults")).json()["armed"] == []
        assert len(list(stage.sandbox.journal)) > before
        assert (await stage.http.get("/_sandbox/clock")).json()["now"] == "2026-01-05T08:01:42.000Z"
        old = stage.access
        await stage.connect()
        assert stage.access != old, "an old token is not given out again"

    asyncio.run(story())


def test_faults_are_armed_listed_and_disarmed() -> None:
    async def story() -> None:
        stage = Stage()
        made = await stage.http.post(
            "/_sandbox/faults", json={"name": "webhook_late", "seconds": 5, "times": None}
        )
        assert made.status_code == 201
        assert made.json() == {
            "name": "webhook_late",
            "times": None,
            "smartlock_id": None,
            "operation": None,
            "webhook": "confirmations",
            "seconds": 5,
            "account_id": None,
            "chance": 1.0,
        }
        await stage.http.post("/_sandbox/faults", json={"name": "motor_blocked", "smartlock_id": FRONT})
        listed = (await stage.http.get("/_sandbox/faults")).json()
        assert [one["name"] for one in listed["armed"]] == ["webhook_late", "motor_blocked"]
        assert len(listed["catalogue"]) >= 40
        gone = await stage.http.request("DELETE", "/_sandbox/faults", json={"name": "webhook_late"})
        assert gone.json() == {"disarmed": 1}
        rest = await stage.http.request("DELETE", "/_sandbox/faults", headers=JSON)
        assert rest.json() == {"disarmed": 1}

    asyncio.run(story())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "motor_on_fire"},
        {"name": "motor_blocked", "times": 0},
        {"name": "motor_blocked", "times": "1"},
        {"name": "motor_blocked", "smartlock_id": 1},
        {"name": "motor_blocked", "smartlock": FRONT},
        {"name": "webhook_late", "seconds": -1},
        {"name": "webhook_lost", "webhook": "DOORS"},
        {"name": "access_token_dead", "operation": "GetDoors"},
    ],
)
def test_bad_faults_are_named(body: dict[str, Any]) -> None:
    async def story() -> None:
        stage = Stage()
        problem(await stage.http.post("/_sandbox/faults", json=body), 400)
        assert (await stage.http.get("/_sandbox/faults")).json()["armed"] == []

    asyncio.run(story())


def test_the_journal_is_read_in_pages() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        whole = (await stage.http.get("/_sandbox/journal")).json()
        assert [one["sequence"] for one in whole["entries"]] == list(range(1, whole["last"] + 1))
        page = (await stage.http.get("/_sandbox/journal?after=2&limit=3")).json()
        assert [one["sequence"] for one in page["entries"]] == [3, 4, 5]
        assert page["last"] == 5
        end = (await stage.http.get(f"/_sandbox/journal?after={whole['last']}")).json()
        assert end == {"entries": [], "last": whole["last"]}
        for bad in ("after=-1", "after=x", "limit=0", "limit=5000", "after=" + "9" * 30):
            problem(await stage.http.get(f"/_sandbox/journal?{bad}"), 400)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8444", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("sandbox.localhost:8444", 200),
        ("[::1]:8444", 200),
        ("sandbox.test", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("evil.example:127", 403),
        ("", 403),
    ],
)
def test_only_this_machines_names_are_served(host: str, status: int) -> None:
    async def story() -> None:
        answer = await Stage().http.get("/_sandbox", headers={"host": host})
        if status == 403:
            assert "api_token" not in problem(answer, 403)
        assert answer.status_code == status

    asyncio.run(story())


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", None])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "reset"), ("POST", "clock"), ("POST", "faults"), ("DELETE", "faults")]
)
def test_no_form_of_a_web_page_can_change_anything(kind: str | None, method: str, path: str) -> None:
    async def story() -> None:
        headers = {"content-type": kind} if kind else {}
        answer = await Stage().http.request(method, f"/_sandbox/{path}", headers=headers, content=b'{"name":"x"}')
        problem(answer, 415)

    asyncio.run(story())


def test_people_at_the_doors() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.register("DEVICE_STATUS", "DEVICE_LOGS")

        async def person(device: int, does: str) -> httpx2.Response:
            answer = await stage.http.post(f"/_sandbox/devices/{device}/person", json={"does": does})
            await stage.clock.advance(30)
            return answer

        assert (await person(FRONT, "turn_key_unlock")).status_code == 202
        shown = await stage.state(FRONT)
        assert (shown["state"], shown["trigger"], shown["lastAction"]) == (3, 1, 1)
        await person(FRONT, "open_door")
        assert (await stage.state(FRONT))["doorState"] == 3
        await person(FRONT, "close_door")
        await person(FRONT, "turn_key_lock")
        log = (await stage.call("GET", f"/smartlock/{FRONT}/log")).json()
        assert [(one["action"], one["trigger"], one["name"]) for one in log] == [
            (2, 1, ""),
            (241, 0, ""),
            (240, 0, ""),
            (1, 1, ""),
        ]
        await person(ENTRANCE, "ring_bell")
        (rang,) = (await stage.call("GET", f"/smartlock/{ENTRANCE}/log")).json()
        assert rang["action"] == 224
        assert "DEVICE_LOGS" in stage.kinds()

    asyncio.run(story())


def test_nobody_is_seen_at_a_device_out_of_reach() -> None:
    async def story() -> None:
        stage = Stage()
        stage.sandbox.arm("device_offline", FRONT, times=None)
        path = f"/_sandbox/devices/{FRONT}/person"
        problem(await stage.http.post(path, json={"does": "turn_key_unlock"}), 409)
        stage.sandbox.disarm()
        assert (await stage.http.post(path, json={"does": "turn_key_unlock"})).status_code == 202

    asyncio.run(story())


def test_a_ring_opens_while_ring_to_open_is_on() -> None:
    async def story() -> None:
        stage = Stage()
        await stage.connect()
        await stage.call("POST", f"/smartlock/{ENTRANCE}/action", json={"action": 1})
        await stage.clock.advance(5)
        await stage.http.post(f"/_sandbox/devices/{ENTRANCE}/person", json={"does": "ring_bell"})
        await stage.clock.advance(2)
        assert (await stage.state(ENTRANCE))["state"] == 5
        await stage.clock.advance(5)
        assert (await stage.state(ENTRANCE))["state"] == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("device", "body", "status"),
    [
        (FRONT, {"does": "ring_bell"}, 400),
        (ENTRANCE, {"does": "turn_key_lock"}, 400),
        (GARDEN, {"does": "open_door"}, 400),
        (FRONT, {"does": "kick_door"}, 400),
        (1, {"does": "open_door"}, 404),
        ("front", {"does": "open_door"}, 404),
    ],
)
def test_people_cannot_do_everything(device: Any, body: dict[str, str], status: int) -> None:
    async def story() -> None:
        problem(await Stage().http.post(f"/_sandbox/devices/{device}/person", json=body), status)

    asyncio.run(story())
