"""The first look at a new grant: its devices, whose account it is, and Nuki told where to send events.

What fails here is made good later: devices and registrations by the rounds that look after them, the account here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.webhooks.subscriptions import Subscriptions
from keyturn.nuki.ids import AccountId

PATIENCE = timedelta(minutes=1)
"""After this whoever was connecting is gone, or has a session as who they came."""
log = logging.getLogger(__name__)


class ArrivalStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def settle_account(
        self,
        grant_id: GrantId,
        account_id: AccountId | None,
        now: datetime,
        *,
        newcomer: bool = False,
        waited_for: CustomerId | None = None,
    ) -> list[GrantId]:
        """Tell of the grant, end the account's earlier ones, and give it to the customer a newcomer turns out to be."""

    async def arriving(self, before: datetime) -> list[GrantId]:
        """Those nobody was told of yet."""


class Welcome:
    """``subscriptions`` are None where webhooks are central."""

    def __init__(
        self,
        store: ArrivalStore,
        clock: Clock,
        nuki: Callable[[GrantId], NukiClient],
        smartlocks: Smartlocks,
        subscriptions: Subscriptions,
        *,
        decentral: bool,
    ) -> None:
        self._store, self._clock, self._nuki = store, clock, nuki
        self._smartlocks, self._subscriptions, self._decentral = smartlocks, subscriptions, decentral

    async def greet(
        self, grant_id: GrantId, *, newcomer: bool = False, waited_for: CustomerId | None = None
    ) -> None:
        """Never raises for trouble at Nuki: the grant is kept, and looked at again."""
        nuki = self._nuki(grant_id)
        try:
            account_id = await self._smartlocks.read_all(grant_id, nuki)
            ended = await self._store.settle_account(
                grant_id, account_id, self._clock.now(), newcomer=newcomer, waited_for=waited_for
            )
            for earlier in ended:
                await self._subscriptions.remove(earlier, nuki)
            if self._decentral:
                await self._subscriptions.care(grant_id, nuki)
        except (errors.ClientError, IntegrationError) as trouble:
            log.warning("Grant %s is kept, its first steps failed: %s", grant_id, trouble)

    async def sweep(self) -> None:
        """Those whose first look failed, or was cut short with its process."""
        for grant_id in await self._store.arriving(self._clock.now() - PATIENCE):
            await self.greet(grant_id)
