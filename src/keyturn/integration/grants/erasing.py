"""A customer is erased: grants ended as by disconnecting, then every row about the person is gone.

What stays is the customer's id and when it was erased. What Nuki keeps, codes on a lock among it, is Nuki's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from keyturn.client import NukiClient
from keyturn.clock import Clock
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId

log = logging.getLogger(__name__)


class GrantStore(Protocol):
    """What this file needs of the grants; each call is one transaction."""

    async def grants_of(self, customer_id: CustomerId) -> list[Grant]: ...

    async def disconnect(self, grant_id: GrantId, now: datetime) -> bool: ...


class ErasureStore(Protocol):
    """What this file needs of the rest."""

    async def erase(self, customer_id: CustomerId, now: datetime) -> bool:
        """Delete whatever names this customer and write the event, in one transaction; False if nobody is there."""

    async def is_erased(self, customer_id: CustomerId) -> bool: ...


class Registrations(Protocol):
    """What this file needs of the webhooks at Nuki."""

    async def let_go(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Unregister if that can be done."""


class Erasing:
    """For the company's programs and its operators."""

    def __init__(
        self,
        grants: GrantStore,
        store: ErasureStore,
        registrations: Registrations,
        nuki: Callable[[GrantId], NukiClient],
        clock: Clock,
        changed: Callable[[str], None],
    ) -> None:
        """``changed`` is told whose pages show nothing any more."""
        self._grants, self._store, self._registrations = grants, store, registrations
        self._nuki, self._clock, self._changed = nuki, clock, changed

    async def erase(self, customer_id: CustomerId) -> bool:
        """Whether the customer is erased now, or was before; False if there never was such a one.

        Harmless to repeat. A Nuki that does not answer holds up nothing: a registration that is left there finds
        nobody here.
        """
        for grant in await self._grants.grants_of(customer_id):
            if grant.usable:
                await self._registrations.let_go(grant.grant_id, self._nuki(grant.grant_id))
            await self._grants.disconnect(grant.grant_id, self._clock.now())
        if not await self._store.erase(customer_id, self._clock.now()):
            return await self._store.is_erased(customer_id)
        log.info("Customer %s was erased.", customer_id)
        self._changed(customer_id)
        return True
