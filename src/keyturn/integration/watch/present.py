"""The figures of this moment, asked for by many and read seldom: a scrape costs the database next to nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

from keyturn.clock import Clock
from keyturn.integration.grants.vault import Vault
from keyturn.integration.watch.figures import Figures, FigureStore
from keyturn.integration.watch.metrics import Metrics

FRESH, FRESH_SEALED = timedelta(seconds=5), timedelta(minutes=10)
"""How old figures may be; the second for what costs a look at every sealed value."""
REST = 20
"""After a read the database rests this many times as long as that took: a large one is asked less often."""


class Present:
    """One per process."""

    def __init__(self, store: FigureStore, vault: Vault, metrics: Metrics, clock: Clock) -> None:
        self._store, self._vault, self._metrics, self._clock = store, vault, metrics, clock
        self._figures: Figures | None = None
        self._sealed: tuple[datetime, dict[str, int]] | None = None
        self._seen, self._rest = clock.now(), FRESH
        self._one = asyncio.Lock()

    async def now(self) -> Figures:
        """At most ``FRESH`` old, or a little more where reading takes long."""
        async with self._one:
            now = self._clock.now()
            if self._figures is None or now - self._figures.at >= self._rest:
                begun = perf_counter()
                found = await self._store.figures(now)
                self._rest = max(FRESH, REST * timedelta(seconds=perf_counter() - begun))
                self._figures = replace(found, sealed=await self.sealed(FRESH_SEALED))
                for seconds in await self._store.confirmed(self._seen, now):
                    self._metrics.confirmations.observe(seconds)
                self._seen = now
            return self._figures

    async def sealed(self, at_most: timedelta = timedelta(0)) -> dict[str, int]:
        """Sealed values by key."""
        now = self._clock.now()
        if self._sealed is None or now - self._sealed[0] > at_most:
            self._sealed = now, await self._store.sealed_by_key(self._vault.key_ids)
        return self._sealed[1]
