"""Work that comes round every so often; one that takes long or fails holds up none of the others."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from keyturn.clock import Clock, Scheduled
from keyturn.integration.work.leases import LEASE, Leases

Work = Callable[[], Awaitable[object]]
log = logging.getLogger(__name__)


class Rounds:
    """``every`` is for what each process does, or what several may do side by side; ``shared`` for what one does."""

    def __init__(self, clock: Clock, leases: Leases) -> None:
        self._clock, self._leases = clock, leases
        self._planned: dict[str, Scheduled] = {}

    def every(self, name: str, seconds: float, work: Work) -> None:
        """Do it again and again, ``seconds`` after the last time ended."""

        async def run() -> None:
            try:
                await work()
            except Exception:
                log.exception("The %s failed; the next one tries again.", name)
            if name in self._planned:
                self.every(name, seconds, work)

        self._planned[name] = self._clock.schedule(seconds, run)

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
        await self._leases.close()
