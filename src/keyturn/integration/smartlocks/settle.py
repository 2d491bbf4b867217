"""What verified webhooks change: the actions they answer, and the doors they speak of.

Serves: confirmed-actions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.webhooks.inbox import Opened


class DeliveryStore(Protocol):
    """What this file needs of the store."""

    async def settle(self, opened: list[Opened], now: datetime) -> None:
        """In one transaction: move actions and doors, and mark each delivery by what became of it."""


class Settlement:
    """Settles what has come, many at a time; harmless to repeat for the same delivery."""

    def __init__(self, store: DeliveryStore, clock: Clock, changed: Callable[[], None]) -> None:
        self._store, self._clock, self._changed = store, clock, changed

    async def __call__(self, opened: list[Opened]) -> None:
        await self._store.settle(opened, self._clock.now())
        self._changed()
