"""Pages that change by themselves: whoever shows something waits here until it may have changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

QUIET_SECONDS = 15.0
"""A comment is sent at least this often, so that proxies keep the line and a gone browser is noticed."""
AGAIN_SECONDS = 1.0
REMEMBERED = 10_000
"""Customers whose last change is remembered one by one; beyond, all count as changed."""
log = logging.getLogger(__name__)
Heard = Callable[[str | None], None]


class Feed:
    """One per process. It listens to what all processes change from the first one who waits until the end.

    Changes are counted. Who waits names the count seen last, so that nothing is missed between two waits.
    """

    def __init__(self, listen: Callable[[Heard], Awaitable[None]], tells: bool = False) -> None:
        """``listen`` calls with the customer whose things have changed, or None, until it is cancelled.

        ``tells``: it calls at once for changes of this process, too, so that nobody is woken twice for one.
        """
        self._listen, self._tells = listen, tells
        self._listening: asyncio.Task[None] | None = None
        self._count = self._everybody = 0
        self._of: dict[str, int] = {}
        self._waiting: dict[str | None, set[asyncio.Event]] = {}
        self._closed = False

    def changed(self, customer_id: str | None = None) -> None:
        """This process has changed something a page may show: one customer's, or anybody's."""
        if not self._tells:
            self._heard(customer_id)

    def _heard(self, customer_id: str | None) -> None:
        self._count += 1
        if customer_id is None or len(self._of) >= REMEMBERED:
            self._everybody = self._count
            self._of.clear()
        else:
            self._of[customer_id] = self._count
        told = list(self._waiting) if customer_id is None else (customer_id, None)
        for each in told:
            for bell in self._waiting.get(each, ()):
                bell.set()

    def close(self) -> None:
        """Let every listener go: the server ends."""
        self._closed = True
        if self._listening is not None:
            self._listening.cancel()
        self._heard(None)

    async def ended(self) -> None:
        """After :meth:`close`: until nothing is heard any more."""
        if self._listening is not None:
            await asyncio.gather(self._listening, return_exceptions=True)

    async def next_change(self, seen: int, customer_id: str | None = None) -> int | None:
        """Wait until a customer, or anybody, may have something new, at most ``QUIET_SECONDS``.

        The new count; ``seen`` if all was quiet; None at the end.
        """
        if self._closed:
            return None
        if self._listening is None:
            self._listening = asyncio.create_task(self._hear())
        bell = asyncio.Event()
        bells = self._waiting.setdefault(customer_id, set())
        bells.add(bell)
        try:
            if self._last(customer_id) == seen:
                await asyncio.wait_for(bell.wait(), QUIET_SECONDS)
        except TimeoutError:
            return seen
        finally:
            bells.discard(bell)
            if not bells:
                self._waiting.pop(customer_id, None)
        return None if self._closed else self._last(customer_id)

    def _last(self, customer_id: str | None) -> int:
        return self._count if customer_id is None else max(self._everybody, self._of.get(customer_id, 0))

    async def _hear(self) -> None:
        while True:
            try:
                await self._listen(self._heard)
            except Exception:
                log.exception("Listening for changes failed; it is tried again.")
            await asyncio.sleep(AGAIN_SECONDS)
