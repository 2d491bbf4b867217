"""Page sessions: the company's program, which knows its customer, signs them in here without a second login.

A ticket is random, stored as a digest, good once and for two minutes: it is made to be followed at once.
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

TICKET_LIFETIME = timedelta(minutes=2)


class TicketStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def add_ticket(
        self, ticket_hash: str, customer_id: CustomerId, expires_at: datetime, now: datetime
    ) -> None:
        """One more; those that have ended are forgotten."""

    async def use_ticket(self, ticket_hash: str, now: datetime) -> CustomerId | None:
        """Whose it is, once; None if it is used, expired or unknown."""


class Tickets:
    """Issues tickets and takes them back."""

    def __init__(self, store: TicketStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def issue(self, customer_id: CustomerId) -> tuple[Secret, datetime]:
        """A ticket, and when it ends."""
        ticket, now = Secret(secrets.token_urlsafe(32)), self._clock.now()
        until = now + TICKET_LIFETIME
        await self._store.add_ticket(digest(ticket), customer_id, until, now)
        return ticket, until

    async def use(self, ticket: Secret) -> CustomerId:
        """Whose pages may be shown. Raises :class:`ConnectFailed` (``connect-link-dead``)."""
        customer_id = await self._store.use_ticket(digest(ticket), self._clock.now())
        if customer_id is None:
            raise ConnectFailed("The ticket is used, expired or unknown.", code="connect-link-dead")
        return customer_id
