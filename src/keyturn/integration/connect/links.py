"""Links a company gives to its customer: whoever follows one connects, and the grant is that customer's.

Short-lived, good for one connection, stored as a digest. Opening it uses nothing up (mail programs look at links
before people do); the connection that succeeds does.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.connect.pending import digest
from keyturn.integration.errors import ConnectFailed
from keyturn.integration.grants.grant import CustomerId
from keyturn.secrecy import Secret

LINK_LIFETIME = timedelta(minutes=30)


class LinkStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def add_link(self, link_hash: str, customer_id: CustomerId, expires_at: datetime) -> None: ...

    async def begin_link(self, link_hash: str, state_hash: str, now: datetime) -> bool:
        """Remember that this state was issued for the link; False if the link is used, expired or unknown."""

    async def is_of_link(self, state_hash: str) -> bool:
        """Whether a state was issued for a link."""

    async def use_link(self, state_hash: str, now: datetime) -> CustomerId | None:
        """Use up the link of a state: None if it was used before."""


class Links:
    """Issues links and leads each to its customer."""

    def __init__(self, store: LinkStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def issue(self, customer_id: CustomerId) -> tuple[Secret, datetime]:
        """A link's token, and when it ends."""
        token, until = Secret(secrets.token_urlsafe(32)), self._clock.now() + LINK_LIFETIME
        await self._store.add_link(digest(token), customer_id, until)
        return token, until

    async def begin(self, token: Secret, state: Secret) -> None:
        """Somebody opened the link. Raises :class:`ConnectFailed` (``connect-link-dead``)."""
        if not await self._store.begin_link(digest(token), digest(state), self._clock.now()):
            raise ConnectFailed("The connect link is used, expired or unknown.", code="connect-link-dead")

    async def use(self, state: Secret) -> CustomerId | None:
        """The customer whose link led here, None if there was no link.

        Raises :class:`ConnectFailed` (``connect-link-dead``) when the link was used meanwhile.
        """
        if not await self._store.is_of_link(digest(state)):
            return None
        customer_id = await self._store.use_link(digest(state), self._clock.now())
        if customer_id is None:
            raise ConnectFailed("The connect link was used for another connection.", code="connect-link-dead")
        return customer_id
