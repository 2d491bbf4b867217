"""Delivers what is due: claimed by a lease, tried once, then done, tried again later, or given up.

At least once: a process that dies between sending and writing it down sends again. The id is the same at every
attempt, so a receiver can tell.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.deliver import ATTEMPT_SECONDS, Deliver
from keyturn.integration.notify.endpoint import Endpoint, Endpoints
from keyturn.integration.notify.event import Event, EventKind, body_of
from keyturn.integration.notify.schedule import pause_after
from keyturn.integration.notify.signature import headers
from keyturn.secrecy import Secret

AT_ONCE = 16
LEASE = timedelta(seconds=4 * ATTEMPT_SECONDS)
"""Longer than an attempt can take, so that a lease never lapses under a living holder."""
log = logging.getLogger(__name__)


class DeliveryState(StrEnum):
    """``gone``: the endpoint wants no more. ``given_up``: after the last attempt; a replay begins anew."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Due:
    """One event for one endpoint, claimed. ``attempts`` counts those made before."""

    endpoint: Endpoint
    event: Event
    attempts: int


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event for one endpoint, as it stands; ``due_at`` is when it is tried next, if it is ``waiting``."""

    event_id: str
    kind: EventKind
    state: DeliveryState
    attempts: int
    outcome: str | None
    due_at: datetime


class DeliveryStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def claim(self, now: datetime, until: datetime, limit: int) -> list[Due]:
        """Take what is due and not leased; it is nobody else's before ``until``."""

    async def delivered(self, due: Due, state: DeliveryState, outcome: str, again_at: datetime | None) -> None:
        """One more attempt was made. ``gone`` ends the endpoint, too."""


class Sender:
    """One per process; any number share the work."""

    def __init__(
        self,
        store: DeliveryStore,
        endpoints: Endpoints,
        deliver: Deliver,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store, self._endpoints, self._deliver = store, endpoints, deliver
        self._clock, self._chance = clock, chance

    async def sweep(self) -> int:
        """Try what is due, until nothing is; how many attempts that were."""
        made = 0
        while True:
            now = self._clock.now()
            due = await self._store.claim(now, now + LEASE, AT_ONCE)
            by_endpoint: dict[str, list[Due]] = {}
            for each in due:
                by_endpoint.setdefault(each.endpoint.endpoint_id, []).append(each)
            await asyncio.gather(*(self._attempts(*of_one) for of_one in by_endpoint.items()))
            made += len(due)
            if len(due) < AT_ONCE:
                return made

    async def _attempts(self, endpoint_id: str, due: Sequence[Due]) -> None:
        """Side by side, and begun in their order."""
        keys = await self._endpoints.keys(endpoint_id)
        await asyncio.gather(*(self._attempt(each, keys) for each in due))

    async def _attempt(self, due: Due, keys: Sequence[Secret]) -> None:
        body, now = body_of(due.event), self._clock.now()
        sent = headers(due.event.event_id, now, body, keys) | {"content-type": "application/json"}
        try:
            status = await self._deliver(due.endpoint.url, sent, body)
            state, outcome = judged(status), f"HTTP {status}"
        except (CallRefused, OSError, TimeoutError) as trouble:
            state, outcome = DeliveryState.WAITING, str(trouble) or type(trouble).__name__
        again_at = None
        if state is DeliveryState.WAITING:
            pause = pause_after(due.attempts + 1, self._chance())
            again_at = None if pause is None else self._clock.now() + timedelta(seconds=pause)
            state = DeliveryState.GIVEN_UP if pause is None else state
        if state is not DeliveryState.DELIVERED:
            log.info("Event %s to %s: %s (%s).", due.event.event_id, due.endpoint.endpoint_id, outcome, state)
        await self._store.delivered(due, state, outcome[:200], again_at)


def judged(status: int) -> DeliveryState:
    """What a receiver's status means: any 2xx is thanks, 410 a farewell, everything else worth another attempt."""
    if 200 <= status < 300:
        return DeliveryState.DELIVERED
    return DeliveryState.GONE if status == 410 else DeliveryState.WAITING
