"""The virtual clock does what is due, in order, and nothing else; the system clock does it in its own time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import uvloop

from keyturn.clock import AcceleratedClock, SystemClock, VirtualClock

START = datetime(2026, 3, 1, tzinfo=UTC)


def test_work_is_done_in_order_of_time_and_may_schedule_more() -> None:
    async def story() -> list[tuple[str, float]]:
        clock, seen = VirtualClock(START), list[tuple[str, float]]()

        async def note(name: str) -> None:
            seen.append((name, (clock.now() - START).total_seconds()))

        async def chain() -> None:
            await note("chain")
            clock.schedule(1, lambda: note("chained"))

        clock.schedule(5, lambda: note("late"))
        clock.schedule(2, chain)
        clock.schedule(2, lambda: note("same time, later turn"))
        clock.schedule(2.5, lambda: note("cancelled")).cancel()
        await clock.advance(4)
        assert clock.now() == datetime(2026, 3, 1, 0, 0, 4, tzinfo=UTC)
        await clock.advance(1)
        return seen

    assert asyncio.run(story()) == [("chain", 2), ("same time, later turn", 2), ("chained", 3), ("late", 5)]


def test_time_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="-1"):
        asyncio.run(VirtualClock(START).advance(-1))


def test_a_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(datetime(2026, 3, 1))  # noqa: DTZ001


def test_the_system_clock_runs_scheduled_work_and_survives_its_failure(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> list[str]:
        clock, seen = SystemClock(), list[str]()

        async def fail() -> None:
            raise RuntimeError("on purpose")

        async def note() -> None:
            seen.append("done")

        clock.schedule(0, fail)
        clock.schedule(0.01, note)
        never = clock.schedule(0.01, fail)
        never.cancel()
        await asyncio.sleep(0.1)
        clock.schedule(60, note)
        await clock.close()
        return seen

    assert asyncio.run(story()) == ["done"]
    assert caplog.text.count("Scheduled work failed.") == 1


def test_an_accelerated_clock_does_an_hour_in_a_blink() -> None:
    async def story() -> None:
        clock, done = AcceleratedClock(36_000), asyncio.Event()
        began = clock.now()

        async def ring() -> None:
            done.set()

        clock.schedule(3600, ring)
        await asyncio.wait_for(done.wait(), 5)
        assert 3600 <= (clock.now() - began).total_seconds() < 36_000 * 5
        never = clock.schedule(0, ring)
        done.clear()
        never.cancel()
        await asyncio.sleep(0.01)
        assert not done.is_set()
        await clock.close()

    asyncio.run(story())


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan")])
def test_a_speed_no_clock_has_is_named(speed: float) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{speed:g}")):
        AcceleratedClock(speed)


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_what_is_due_at_once_is_done_before_anybody_can_look(
    loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    """Whoever asks in the same turn of the loop is behind it, as a page is that is asked for after a button."""
    done: list[str] = []

    async def work() -> None:
        done.append("done")

    async def story() -> None:
        clock = SystemClock()
        for _ in range(20):
            done.clear()
            clock.schedule(0.0, work)
            await asyncio.create_task(asyncio.sleep(0))
            assert done == ["done"]
        clock.schedule(0.0, work).cancel()
        await asyncio.sleep(0.01)
        assert done == ["done"], "what was taken back is not done"
        await clock.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(story())
