"""Where Nuki sends a grant's events: decentral webhooks, registered with the grant's own token.

Each grant has an address of its own with a secret of its own. Nuki tells the secret once, in the answer to the
registration, so it is sealed and stored before anything else happens.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.nuki.ids import WebhookId
from keyturn.nuki.webhooks import Feature
from keyturn.secrecy import Secret

PATH = "/webhooks/nuki"
FEATURES = (Feature.DEVICE_STATUS,)
"""The least that is needed; confirmations of advanced calls come without being asked for."""
ACCESS_FEATURES = (*FEATURES, Feature.DEVICE_AUTHS)
"""Where codes are given out."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subscription:
    """One registration. ``address`` is the unguessable last part of its URL."""

    address: str
    grant_id: GrantId
    webhook_id: WebhookId
    sealed_secret: bytes


class SubscriptionStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def subscription_of(self, grant_id: GrantId) -> Subscription | None: ...

    async def subscription_at(self, address: str) -> Subscription | None: ...

    async def keep_subscription(self, subscription: Subscription) -> None: ...

    async def drop_subscription(self, address: str) -> None: ...


class Subscriptions:
    """Makes, finds and removes registrations."""

    def __init__(
        self, store: SubscriptionStore, vault: Vault, base_url: str, features: tuple[Feature, ...] = FEATURES
    ) -> None:
        self._store, self._vault, self._base_url, self._features = store, vault, base_url, features
        self._making: dict[GrantId, asyncio.Lock] = {}

    async def ensure(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Register unless it is done. Raises the client's errors; harmless to repeat."""
        async with self._making.setdefault(grant_id, asyncio.Lock()):
            if await self._store.subscription_of(grant_id):
                return
            address = secrets.token_urlsafe(24)
            made = await nuki.webhooks.register(f"{self._base_url}{PATH}/{address}", self._features)
            sealed = self._vault.seal_secret(made.secret, about(address))
            await self._store.keep_subscription(Subscription(address, grant_id, made.id, sealed))

    async def renew(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """After a reconnect: the old registration belonged to the old permission."""
        await self.remove(grant_id, nuki)
        await self.ensure(grant_id, nuki)

    async def remove(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Unregister. Dead addresses count against us at Nuki, so Nuki is told if it can be reached."""
        found = await self._store.subscription_of(grant_id)
        if found is None:
            return
        try:
            await nuki.webhooks.remove(found.webhook_id)
        except errors.NotFound:
            pass
        except errors.ClientError as trouble:
            log.warning("Webhook %s could not be removed at Nuki: %s", found.webhook_id, trouble)
        await self._store.drop_subscription(found.address)

    async def let_go(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Unregister if that can be done: whoever wants out never waits for Nuki."""
        try:
            await self.remove(grant_id, nuki)
        except IntegrationError as trouble:
            log.warning("Grant %s: the webhook stays registered: %s", grant_id, trouble)

    async def find(self, address: str) -> tuple[GrantId, Secret] | None:
        """Whose deliveries come to this address, and the key they are signed with."""
        found = await self._store.subscription_at(address)
        if found is None:
            return None
        return found.grant_id, self._vault.open_secret(found.sealed_secret, about(address))


def about(address: str) -> str:
    """The associated data of a sealed signing key."""
    return f"subscription/{address}"
