"""Time as an argument: the one place that reads the wall clock, one that runs faster, and one turned by hand.

All instants are timezone-aware and in UTC; all durations are seconds.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Protocol

Work = Callable[[], Awaitable[None]]
log = logging.getLogger(__name__)
SLOWEST, FASTEST = 0.01, 100_000
"""How fast an accelerated clock may run."""
_waits: ContextVar[asyncio.Event | None] = ContextVar("_waits", default=None)
"""Set by ``pass_time``: the work begun with it waits for the clock."""


class Scheduled(Protocol):
    """Work that waits for its time."""

    def cancel(self) -> None:
        """Forget the work; harmless once it ran."""


class Clock(Protocol):
    """What every part of Keyturn knows of time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""

    def schedule(self, after: float, work: Work) -> Scheduled:
        """Run ``work`` once, ``after`` seconds from now (at once, if that is not positive)."""


class SystemClock:
    """The machine's clock; scheduled work runs as tasks of the running event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def schedule(self, after: float, work: Work) -> Scheduled:
        if after <= 0:
            # No timer: whoever asks next, over a network even, would be answered before it rings.
            entry = _Entry(work)
            self._begin(entry.run)
            return entry

        def ring() -> None:
            self._timers.discard(timer)
            self._begin(work)

        timer = asyncio.get_running_loop().call_later(after, ring)
        self._timers.add(timer)
        return _Timer(timer, self._timers)

    def _begin(self, work: Work) -> None:
        task = asyncio.get_running_loop().create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Forget everything scheduled and end what is running."""
        for timer in self._timers:
            timer.cancel()
        running = list(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class AcceleratedClock:
    """A clock that runs ``speed`` times as fast as the machine's, from the instant it was made.

    Raises ``ValueError`` for a speed that is not from 0.01 to 100,000.
    """

    def __init__(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"The speed is {speed:g}; a clock runs {SLOWEST} to {FASTEST:,} times as fast.")
        self.speed = speed
        self._machine = SystemClock()
        self._start = self._machine.now()

    def now(self) -> datetime:
        return self._start + (self._machine.now() - self._start) * self.speed

    def schedule(self, after: float, work: Work) -> Scheduled:
        return self._machine.schedule(after / self.speed, work)

    async def close(self) -> None:
        """Forget everything scheduled and end what is running."""
        await self._machine.close()


@dataclass(frozen=True)
class _Timer:
    handle: asyncio.TimerHandle
    kept: set[asyncio.TimerHandle]

    def cancel(self) -> None:
        self.handle.cancel()
        self.kept.discard(self.handle)


class _Entry:
    __slots__ = ("work",)

    def __init__(self, work: Work) -> None:
        self.work: Work | None = work

    def cancel(self) -> None:
        self.work = None

    async def run(self) -> None:
        if self.work is not None:
            await self.work()


class VirtualClock:
    """A clock that stands still until it is advanced.

    ``advance`` runs due work in order of time, each piece awaited to its end before the next: a story played on
    this clock has one outcome only.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)) -> None:
        if start.tzinfo is None:
            raise ValueError(f"A clock starts at an instant with a time zone, not at {start!r}.")
        self._now = start.astimezone(UTC)
        # Tuples, because they are compared in C: a year of many devices is a million comparisons.
        self._queue: list[tuple[datetime, int, _Entry]] = []
        self._turns = count()

    def now(self) -> datetime:
        return self._now

    def schedule(self, after: float, work: Work) -> Scheduled:
        entry = _Entry(work)
        due = self._now + _lasting(after) if after > 0 else self._now
        heapq.heappush(self._queue, (due, next(self._turns), entry))
        return entry

    async def advance(self, seconds: float) -> None:
        """Move time forward, doing on the way what was scheduled. Raises ``ValueError`` for a step back."""
        if seconds < 0:
            raise ValueError(f"Time cannot be turned back: {seconds} seconds.")
        target = self._now + timedelta(seconds=seconds)
        queue = self._queue
        while queue and queue[0][0] <= target:
            due, _, entry = heapq.heappop(queue)
            if entry.work is not None:
                self._now = max(self._now, due)
                await entry.work()
        self._now = target


async def pass_time(clock: Clock, seconds: float) -> None:
    """Wait until the clock has gone on by so much; work begun by ``until_it_waits`` is let go on here."""
    over = asyncio.Event()

    async def ring() -> None:
        over.set()

    bell = clock.schedule(seconds, ring)
    if (waits := _waits.get()) is not None:
        waits.set()
    try:
        await over.wait()
    finally:
        bell.cancel()


async def until_it_waits(begin: Callable[[], asyncio.Task[None]], patience: float) -> None:
    """Begin work and wait for its end, or until it waits for the clock: whoever turns that clock would wait in vain.

    What waits for something else is waited for ``patience`` seconds of real time.
    """
    waits = asyncio.Event()
    before = _waits.set(waits)
    try:
        task = begin()  # a task takes along what is set when it begins, and so do those it begins in turn
    finally:
        _waits.reset(before)
    waiting = asyncio.ensure_future(waits.wait())
    try:
        await asyncio.wait((task, waiting), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


@lru_cache(maxsize=256)
def _lasting(seconds: float) -> timedelta:
    # A house waits for the same few lengths of time again and again.
    return timedelta(seconds=seconds)


async def _guarded(work: Work) -> None:
    # Nobody awaits scheduled work: without this line a failure would vanish.
    try:
        await work()
    except Exception:
        log.exception("Scheduled work failed.")
