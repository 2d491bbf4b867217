"""Who does what may be done by one process only. A process that dies holds nothing up for longer than a lease.

A lease is kept for the next time and taken anew when half of it is over, so that a quiet installation writes little.
The processes compare their clocks: these have to agree within a few seconds.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock

LEASE = timedelta(seconds=30)


class LeaseStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def take(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """True if it is ours until then: nobody else holds it, or it had lapsed, or it was ours."""

    async def let_go(self, name: str, holder: str) -> None: ...


class Leases:
    """One process's leases, by name."""

    def __init__(self, store: LeaseStore, clock: Clock) -> None:
        self._store, self._clock, self._holder = store, clock, secrets.token_hex(8)
        self._held: dict[str, datetime] = {}

    async def take(self, name: str, lease: timedelta = LEASE) -> bool:
        """Whether ``name`` is ours for at least half of ``lease``."""
        now = self._clock.now()
        held = self._held.get(name)
        if held is not None and held - now > lease / 2:
            return True
        until = now + lease
        if await self._store.take(name, self._holder, now, until):
            self._held[name] = until
            return True
        self._held.pop(name, None)
        return False

    async def let_go(self, name: str) -> None:
        """Give it back before it lapses; harmless if it is not ours."""
        if self._held.pop(name, None) is not None:
            await self._store.let_go(name, self._holder)

    async def close(self) -> None:
        """Give everything back: another process need not wait."""
        for name in list(self._held):
            await self.let_go(name)
