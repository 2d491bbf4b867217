"""The same seed and the same commands give the same journal, byte for byte."""

from __future__ import annotations

import asyncio

from tests.sandbox.stage import FRONT, GARDEN, Stage


async def story(turn: int = 0) -> bytes:
    """A day in which everything random has its part: tokens, ids, faults by chance, webhooks."""
    stage = Stage()
    stage.sandbox.arm("server_error", times=None, chance=0.3, seed="a", operation="GetSmartlock")
    stage.sandbox.arm("webhook_twice", times=3, webhook="any")
    await stage.connect()
    await stage.register("DEVICE_STATUS", "DEVICE_LOGS")
    for each in range(6):
        door = (FRONT, GARDEN)[each % 2]
        await stage.call("POST", f"/smartlock/{door}/action/{('unlock', 'lock')[each // 2 % 2]}/advanced")
        await stage.clock.advance(600)
        await stage.call("GET", f"/smartlock/{door}")
        stage.refresh = (await stage.renew()).json()["refresh_token"]
    await stage.http.post(f"/_sandbox/devices/{FRONT}/person", json={"does": "open_door"})
    await stage.http.post("/_sandbox/clock", json={"advance_seconds": 86_400 + turn})
    return b"\n".join(entry.json() for entry in stage.sandbox.journal)


def test_the_same_commands_give_the_same_journal_byte_for_byte() -> None:
    first, second = asyncio.run(story()), asyncio.run(story())
    assert first == second
    assert first.count(b"\n") > 60
    assert b'"event":"struck"' in first


def test_other_commands_give_another() -> None:
    assert asyncio.run(story()) != asyncio.run(story(turn=1))
