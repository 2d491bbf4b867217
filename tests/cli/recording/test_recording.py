"""A recording of one sandbox played to another: none differs from its like, and every planted difference is named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from keyturn.cli.complaint import Complaint
from keyturn.cli.recording.differences import Difference, Kind
from keyturn.cli.recording.disguise import Disguise
from keyturn.cli.recording.proxy import Proxy
from keyturn.cli.recording.replay import Replay
from keyturn.cli.recording.tape import Tape, read
from keyturn.client import AsgiTransport
from keyturn.clock import VirtualClock
from keyturn.sandbox import Sandbox, Seed

BASE = "https://sandbox.test"


async def nowhere(url: str, headers: Mapping[str, str], body: bytes) -> int:
    return 204


@dataclass
class Reworked:
    """A sandbox whose JSON answers to a path are reworked on the way out."""

    app: Any
    path: str
    rework: Callable[[Any], Any]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        parts: list[Any] = []

        async def keep(message: Any) -> None:
            parts.append(message)

        await self.app(scope, receive, keep)
        if scope["path"].endswith(self.path) and parts[-1].get("body"):
            parts[-1]["body"] = json.dumps(self.rework(json.loads(parts[-1]["body"]))).encode()
            headers = [pair for pair in parts[0]["headers"] if pair[0] != b"content-length"]
            parts[0]["headers"] = [*headers, (b"content-length", str(len(parts[-1]["body"])).encode())]
        for part in parts:
            await send(part)


def fresh() -> tuple[Sandbox, VirtualClock]:
    clock = VirtualClock()
    return Sandbox(Seed.home(), clock=clock, deliver=nowhere), clock


async def record(path: Path) -> None:
    """A developer lists, unlocks, looks twice, and reads the log."""
    sandbox, clock = fresh()
    token, lock = sandbox.facts(BASE)["api_token"], sandbox.facts(BASE)["smartlocks"][0]["smartlock_id"]
    proxy = Proxy(AsgiTransport(sandbox.app, BASE), Tape(path), clock)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(proxy), base_url=BASE) as http:
        http.headers["Authorization"] = f"Bearer {token}"
        assert (await http.get("/smartlock")).status_code == 200
        for verb in ("unlock", "lock"):
            assert (await http.post(f"/smartlock/{lock}/action/{verb}")).status_code == 204
            await clock.advance(2.5)
            await http.get(f"/smartlock/{lock}")
            await clock.advance(10)
            await http.get(f"/smartlock/{lock}")
        assert len((await http.get(f"/smartlock/{lock}/log", params={"limit": 5})).json()) == 2
        assert (await http.get("/smartlock/1")).status_code == 404


async def replayed(
    path: Path, prepare: Callable[[Sandbox], None] = lambda _: None, wrap: Callable[[Any], Any] = lambda app: app
) -> list[Difference]:
    sandbox, clock = fresh()
    prepare(sandbox)
    calls, found = await Replay(AsgiTransport(wrap(sandbox.app), BASE), clock).run(list(read(path)))
    assert calls == 9
    return found


def alter(tape: Path) -> None:
    lines = tape.read_text().splitlines()
    lines[1] = lines[1].replace('"status":200', '"status":503')
    tape.write_text("\n".join(lines))


def play(tmp_path: Path, story: Callable[[Path], Awaitable[None]]) -> None:
    async def run() -> None:
        await record(tmp_path / "tape.jsonl")
        await story(tmp_path / "tape.jsonl")

    asyncio.run(run())


def test_a_sandbox_does_not_differ_from_its_like(tmp_path: Path) -> None:
    async def story(tape: Path) -> None:
        assert await replayed(tape) == []

    play(tmp_path, story)


def test_planted_differences_are_named(tmp_path: Path) -> None:
    async def story(tape: Path) -> None:
        def without_battery(device: dict[str, Any]) -> dict[str, Any]:
            device["state"].pop("batteryCharge", None)
            return device

        front = Seed.home().accounts[0].smartlocks[0].smartlock_id
        found = await replayed(tape, wrap=lambda app: Reworked(app, f"/smartlock/{front}", without_battery))
        assert {(d.kind, d.where.split()[-1], d.here) for d in found} == {
            (Kind.SHAPE, "state.batteryCharge", "nothing")
        }

        found = await replayed(
            tape, wrap=lambda app: Reworked(app, "/smartlock", lambda list_: [{**d, "name": 7} for d in list_])
        )
        assert [(d.kind, d.recorded, d.here) for d in found] == [(Kind.SHAPE, "string", "integer")]

        found = await replayed(tape, wrap=lambda app: Reworked(app, "/log", lambda entries: entries[::-1]))
        assert [(d.kind, d.recorded, d.here) for d in found] == [(Kind.ORDER, "falling", "rising")]

        found = await replayed(tape, lambda sandbox: sandbox.arm("motor_blocked"))
        assert {d.kind for d in found} == {Kind.TIMING}
        assert [(d.recorded, d.here) for d in found] == [("3", "254")]

    play(tmp_path, story)


def test_another_status_is_named(tmp_path: Path) -> None:
    async def story(tape: Path) -> None:
        alter(tape)
        found = await replayed(tape)
        assert [str(d) for d in found] == ["call 1, status of GET /smartlock: recorded 503, here 200"]

    play(tmp_path, story)


def test_a_recording_holds_nothing_personal(tmp_path: Path) -> None:
    async def story(tape: Path) -> None:
        text = b"".join(json.dumps(take.answer).encode() + take.path.encode() for take in read(tape)).decode()
        facts = fresh()[0].facts(BASE)
        personal = [facts["api_token"], "Front door", "Garden door", "48.2", str(facts["account"]["account_id"])]
        personal += [str(shown["smartlock_id"]) for shown in facts["smartlocks"]]
        assert [word for word in personal if word in text] == []

    play(tmp_path, story)


def test_the_disguise_is_the_same_for_the_same() -> None:
    disguise = Disguise()
    shown = {
        "smartlockId": 17618910285,
        "code": 123987,
        "name": "Ada",
        "email": "ada@home.example",
        "enabled": True,
    }
    once, again = disguise.of(shown), disguise.of(shown)
    assert once == again
    assert once["smartlockId"] // 2**32 == 4
    assert disguise.path("/smartlock/17618910285/log") == f"/smartlock/{once['smartlockId']}/log"
    assert once["enabled"] is True
    assert not {"Ada", "ada@home.example", 123987} & set(once.values())


@pytest.mark.parametrize("text", ["", "hello", '{"format":"keyturn recording 1"}\n{broken'])
def test_a_file_that_is_no_recording_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(Complaint, match=r"x\.jsonl"):
        list(read(tmp_path / "x.jsonl"))
