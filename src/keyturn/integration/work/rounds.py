"""Work that comes round every so often; one that takes long or fails holds up none of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from keyturn.clock import Clock, Scheduled, until_it_waits
from keyturn.integration.work.leases import LEASE, Leases

Work = Callable[[], Awaitable[object]]
PATIENCE_SECONDS = 0.5
"""Real seconds for which whoever turns the clock waits for a round that asks Nuki."""
log = logging.getLogger(__name__)


class Rounds:
    """``every`` is for what each process does, or what several may do side by side; ``shared`` for what one does."""

    def __init__(self, clock: Clock, leases: Leases) -> None:
        self._clock, self._leases = clock, leases
        self._planned: dict[str, Scheduled] = {}
        self._apart: dict[str, asyncio.Task[None]] = {}

    def every(self, name: str, seconds: float, work: Work) -> None:
        """Do it again and again, ``seconds`` after the last time ended."""

        async def run() -> None:
            await self._guarded(name, work)
            if name in self._planned:
                self.every(name, seconds, work)

        self._planned[name] = self._clock.schedule(seconds, run)

    def apart(self, name: str, seconds: float, work: Work) -> None:
        """The same for what asks Nuki at length: it is waited for until it waits itself: an answer may take time
        on the very clock that is being turned. A round that is not over when the next one begins is let go on."""

        def begin() -> asyncio.Task[None]:
            self._apart[name] = task = asyncio.create_task(self._guarded(name, work))
            task.add_done_callback(lambda _: self._apart.pop(name, None))
            return task

        async def run() -> None:
            if name not in self._apart:
                await until_it_waits(begin, PATIENCE_SECONDS)

        self.every(name, seconds, run)

    async def _guarded(self, name: str, work: Work) -> None:
        try:
            await work()
        except Exception:
            log.exception("The %s failed; the next one tries again.", name)

    def shared(self, name: str, seconds: float, work: Work) -> None:
        """The same, in one process of all. When that one dies, another goes on within a lease and a round."""
        lease = max(LEASE, timedelta(seconds=3 * seconds))

        async def run() -> None:
            if await self._leases.take(f"round/{name}", lease):
                await work()

        self.every(name, seconds, run)

    async def close(self) -> None:
        """Begin nothing more, and leave the shared rounds to the others."""
        planned, self._planned = self._planned, {}
        for each in planned.values():
            each.cancel()
        running = list(self._apart.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._leases.close()
