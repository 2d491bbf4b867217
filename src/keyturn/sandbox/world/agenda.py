"""The clock as the world sees it: what the world has scheduled can be forgotten all at once."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime

from keyturn.clock import Clock, Scheduled, Work


class _Item:
    __slots__ = ("agenda", "handle", "work")

    def __init__(self, agenda: Agenda, work: Work) -> None:
        self.agenda, self.work = agenda, work
        self.handle: Scheduled | None = None

    def run(self) -> Awaitable[None]:
        # Not a coroutine around another: a year of many devices is a million of these.
        self.agenda.items.discard(self)
        return self.work()

    def cancel(self) -> None:
        self.agenda.items.discard(self)
        if self.handle is not None:
            self.handle.cancel()


class Agenda:
    """A :class:`~keyturn.clock.Clock` over another one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.items: set[_Item] = set()

    def now(self) -> datetime:
        return self._clock.now()

    def schedule(self, after: float, work: Work) -> Scheduled:
        item = _Item(self, work)
        self.items.add(item)
        item.handle = self._clock.schedule(after, item.run)
        return item

    def clear(self) -> None:
        """Forget everything that has not begun."""
        for item in list(self.items):
            item.cancel()
