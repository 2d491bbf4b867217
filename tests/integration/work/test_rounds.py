"""Shared rounds: one process makes them, and another goes on when it ends or dies; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from keyturn.clock import VirtualClock, pass_time
from keyturn.integration.store import Store
from keyturn.integration.work import rounds as rounds_module
from keyturn.integration.work.leases import LEASE, Leases
from keyturn.integration.work.rounds import Rounds
from keyturn.secrecy import Secret

Story = Callable[[VirtualClock, list[str], Rounds, Rounds], Awaitable[None]]


def play(database: Path | Secret, story: Story) -> None:
    """Two processes, ``a`` and ``b``, each with a store of its own, on one clock; the list is who made the round."""

    async def run() -> None:
        clock, made = VirtualClock(), list[str]()
        stores = [Store(database), Store(database)]
        processes = [Rounds(clock, Leases(store.leases, clock)) for store in stores]

        def work(name: str) -> Callable[[], Awaitable[None]]:
            async def note() -> None:
                made.append(name)

            return note

        for name, rounds in zip("ab", processes, strict=True):
            rounds.shared("sweep", 5.0, work(name))
        await story(clock, made, *processes)
        for store in stores:
            await store.close()

    asyncio.run(run())


def test_one_of_two_makes_a_round(database: Path | Secret) -> None:
    async def story(clock: VirtualClock, made: list[str], a: Rounds, b: Rounds) -> None:
        await clock.advance(600)
        assert made == ["a"] * 120

    play(database, story)


def test_whoever_ends_leaves_it_to_the_other_at_once(database: Path | Secret) -> None:
    async def story(clock: VirtualClock, made: list[str], a: Rounds, b: Rounds) -> None:
        await clock.advance(10)
        await a.close()
        await clock.advance(10)
        assert made == ["a", "a", "b", "b"]

    play(database, story)


def test_whoever_dies_is_followed_when_the_lease_is_over(database: Path | Secret) -> None:
    async def run() -> None:
        clock, stores = VirtualClock(), [Store(database), Store(database)]
        dead, living = (Leases(store.leases, clock) for store in stores)
        assert await dead.take("round")
        await clock.advance(LEASE.total_seconds() - 1)
        assert not await living.take("round")
        await clock.advance(2)
        assert await living.take("round")
        assert not await dead.take("round")  # it was only slow: it learns that it was followed
        for store in stores:
            await store.close()

    asyncio.run(run())


def test_a_round_that_fails_comes_again(database: Path | Secret) -> None:
    async def story(clock: VirtualClock, made: list[str], a: Rounds, b: Rounds) -> None:
        async def fail() -> None:
            made.append("failed")
            raise RuntimeError("on purpose")

        a.every("other", 1.0, fail)
        await clock.advance(3)
        assert made.count("failed") == 3

    play(database, story)


def test_a_round_apart_is_awaited_to_its_end_unless_it_waits_for_the_clock(
    database: Path | Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_module, "PATIENCE_SECONDS", 60.0)

    async def story(clock: VirtualClock, made: list[str], a: Rounds, b: Rounds) -> None:
        async def prompt() -> None:
            await asyncio.sleep(0.05)
            made.append("prompt")

        async def slow() -> None:
            await asyncio.create_task(pass_time(clock, 30))
            made.append("slow")

        a.apart("prompt", 1.0, prompt)
        await clock.advance(1)
        assert made == ["prompt"]
        a.apart("slow", 1.0, slow)
        async with asyncio.timeout(30):  # real seconds, fewer than the patience
            await clock.advance(20)
        assert "slow" not in made
        await clock.advance(11)
        await asyncio.sleep(0.05)
        assert made.count("slow") == 1, "a round that is not over is not begun again"
        await a.close()

    play(database, story)
