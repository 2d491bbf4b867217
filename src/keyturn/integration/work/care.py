"""Looking after each grant now and then: its registrations at Nuki, and its doors, in case a webhook was lost.

Nuki repeats no webhook, as far as anybody knows, so a lost one is made good by reading, and so is a late one
(``smartlocks.doubt``): whoever doubts a door has its grant's next look moved forward. What is read is Nuki's own
picture: no device is woken and no battery used. Any number of processes share the grants: each is claimed for a while
by one.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.errors import IntegrationError, NukiUnavailable
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.webhooks.subscriptions import Subscriptions

AGAIN = timedelta(minutes=5)
"""How long a grant rests after trouble, or after its process has died."""
AT_ONCE = 20
SPREAD = 0.2
"""The share of the time between two looks that is left to chance, so that grants drift apart."""
log = logging.getLogger(__name__)


class Concern(StrEnum):
    """What is looked after."""

    REGISTRATION = "registration"
    DOORS = "doors"


EVERY = {Concern.REGISTRATION: timedelta(hours=6), Concern.DOORS: timedelta(hours=1)}


class CareStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def claim(
        self, concern: Concern, now: datetime, every: timedelta, lease: datetime, limit: int
    ) -> list[GrantId]:
        """Usable grants not looked after for ``every``; they count as looked after at ``lease`` from now on."""

    async def done(self, concern: Concern, grant_id: GrantId, lease: datetime, at: datetime) -> None:
        """Looked after at ``at``, unless somebody has asked for an earlier look since ``lease`` was written."""


class Care:
    """One per process; each round does one batch."""

    def __init__(
        self,
        store: CareStore,
        clock: Clock,
        nuki: Callable[[GrantId], NukiClient],
        subscriptions: Subscriptions | None,
        smartlocks: Smartlocks,
        changed: Callable[[], None],
        luck: Callable[[], float] = random.random,
    ) -> None:
        """Without ``subscriptions`` there is nothing to register: one address serves the whole application."""
        self._store, self._clock, self._nuki, self._changed = store, clock, nuki, changed
        self._subscriptions, self._smartlocks, self._luck = subscriptions, smartlocks, luck

    async def sweep(self) -> None:
        """Registrations first: what is registered again needs to be read less."""
        if self._subscriptions is not None:
            while await self._batch(Concern.REGISTRATION) == AT_ONCE:
                pass
        while read := await self._batch(Concern.DOORS):
            self._changed()
            if read < AT_ONCE:
                break

    async def _batch(self, concern: Concern) -> int:
        now, every = self._clock.now(), EVERY[concern]
        lease = now - every + AGAIN
        claimed = await self._store.claim(concern, now, every, lease, AT_ONCE)
        for number, grant_id in enumerate(claimed):
            try:
                await self._look_after(concern, grant_id)
            except (errors.ClientError, IntegrationError) as trouble:
                log.info("Grant %s, %s: looked after later: %s", grant_id, concern, trouble)
                if isinstance(trouble, NukiUnavailable | errors.ServerTrouble | errors.NoAnswer):
                    return number  # the rest would fare no better
            else:
                await self._store.done(concern, grant_id, lease, now - every * SPREAD * self._luck())
        return len(claimed)

    async def _look_after(self, concern: Concern, grant_id: GrantId) -> None:
        nuki = self._nuki(grant_id)
        missed = concern is Concern.DOORS
        if concern is Concern.REGISTRATION and self._subscriptions is not None:
            missed = await self._subscriptions.care(grant_id, nuki)
            if missed:
                log.warning("Grant %s: Nuki had lost its webhook; it is registered again.", grant_id)
        if missed:
            await self._smartlocks.read_all(grant_id, nuki)
