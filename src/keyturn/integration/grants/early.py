"""Renewing before anybody asks, so that no customer waits for it, and a permission taken back is noticed unasked.

The instant is drawn by lot between the middle of a token's life and a tenth before its end: a hundred thousand grants
connected in one night drift apart instead of ending together. Who renews is settled by the lease, as always; several
processes may look at the same list.

Serves: refresh-rotation, forced-reconnect.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import GrantLost, IntegrationError, NukiUnavailable
from keyturn.integration.grants.grant import GrantId

FROM, TO = 0.5, 0.9
"""Of a token's life."""
BATCH = 200
AT_ONCE = 8
LATER = timedelta(seconds=60)
"""How long a grant rests after trouble, at least; at most twice that."""
log = logging.getLogger(__name__)


def renew_at(now: datetime, expires_in: float, luck: float) -> datetime:
    """When to renew a token that lives ``expires_in`` seconds from now; ``luck`` from 0 to 1."""
    return now + timedelta(seconds=expires_in * (FROM + (TO - FROM) * luck))


class DueStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def due(self, now: datetime, limit: int) -> list[GrantId]:
        """Usable grants whose instant has come and whose lease nobody holds, the longest due first."""

    async def postpone(self, grant_id: GrantId, until: datetime) -> None: ...


class Renews(Protocol):
    """The keeper, as far as this file knows it."""

    async def renew_early(self, grant_id: GrantId) -> bool:
        """False if another process is at it."""


class Early:
    """One per process; a sweep does one batch."""

    def __init__(
        self, store: DueStore, keeper: Renews, clock: Clock, luck: Callable[[], float] = random.random
    ) -> None:
        self._store, self._keeper, self._clock, self._luck = store, keeper, clock, luck

    async def sweep(self) -> int:
        """Renew what is due; how many were renewed. Trouble at Nuki's ends the batch: the rest would fare no better."""
        due = await self._store.due(self._clock.now(), BATCH)
        random.shuffle(due)  # other processes have the same list: let them begin elsewhere
        renewed, places, trouble = 0, asyncio.Semaphore(AT_ONCE), False

        async def renew(grant_id: GrantId) -> None:
            nonlocal renewed, trouble
            async with places:
                if trouble:
                    return
                try:
                    done = await self._keeper.renew_early(grant_id)
                    renewed += done
                except GrantLost:
                    pass  # said where it was noticed
                except IntegrationError as error:
                    trouble = trouble or isinstance(error, NukiUnavailable)
                    log.warning("Grant %s is renewed later: %s", grant_id, error)
                    await self._store.postpone(grant_id, self._clock.now() + LATER * (1 + self._luck()))

        await asyncio.gather(*map(renew, due))
        return renewed
