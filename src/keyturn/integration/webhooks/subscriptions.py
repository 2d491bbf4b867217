"""Where Nuki sends a grant's events: decentral webhooks, registered with the grant's own token.

Each grant has an address of its own with a secret of its own. Nuki tells the secret once, in the answer to the
registration, so it is sealed and stored before anything else happens. A secret changes with its address: the new one is
accepted before the old one is removed at Nuki, and the old one for a while longer, for what is under way.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.webhooks.registrations import Subscription, repair
from keyturn.nuki.ids import WebhookId
from keyturn.nuki.webhooks import Feature
from keyturn.secrecy import Secret

PATH = "/webhooks/nuki"
FEATURES = (Feature.DEVICE_STATUS,)
"""The least that is needed; confirmations of advanced calls come without being asked for."""
ACCESS_FEATURES = (*FEATURES, Feature.DEVICE_AUTHS)
"""Where codes are given out."""
RETIRED_KEPT = timedelta(hours=1)
"""How long deliveries to an address that was replaced are still taken."""
TURN = timedelta(minutes=4)
"""How long one process may take over an account's registrations: twice the slowest call with its repeats."""
KNOWN_FOR, KNOWN_AT_MOST = timedelta(minutes=1), 10_000
"""How long, and how many addresses with their keys are remembered. An address never changes whose it is nor its key,
and is kept for an hour after its last use: remembering it for a minute tells no lie."""
log = logging.getLogger(__name__)


class SubscriptionStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def account_of(self, grant_id: GrantId) -> str:
        """What is one at a time: the grant's account, or the grant while its account is not known."""

    async def subscription_of(self, grant_id: GrantId) -> Subscription | None:
        """The one in use."""

    async def subscription_at(self, address: str) -> Subscription | None:
        """Also a retired one."""

    async def keep_subscription(self, subscription: Subscription) -> None:
        """From now on the one in use; the one before it retires, and so does this one if its grant has ended."""

    async def retire(self, grant_id: GrantId, now: datetime) -> None:
        """None is in use any more."""

    async def elsewhere(self, grant_id: GrantId, addresses: Iterable[str]) -> set[str]:
        """Those of the addresses that are in use by other grants."""

    async def forget_retired(self, before: datetime) -> None: ...


class Turns(Protocol):
    """One process at a time, by name."""

    async def take(self, name: str, lease: timedelta) -> bool: ...

    async def let_go(self, name: str) -> None: ...


class Subscriptions:
    """Makes, finds, repairs and removes registrations."""

    def __init__(
        self,
        store: SubscriptionStore,
        vault: Vault,
        clock: Clock,
        turns: Turns,
        base_url: str,
        features: tuple[Feature, ...] = FEATURES,
    ) -> None:
        self._store, self._vault, self._clock, self._turns = store, vault, clock, turns
        self._ours, self.features = f"{base_url}{PATH}/", features
        self._known: dict[str, tuple[datetime, tuple[GrantId, Secret]]] = {}
        self._at_it: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def care(self, grant_id: GrantId, nuki: NukiClient) -> bool:
        """Make Nuki's list and ours alike: register what is missing, outdated or old; remove what nobody uses.

        True if Nuki had lost the registration we keep: what happened meanwhile was told to nobody.
        Raises the client's errors; harmless to repeat.
        """
        async with self._turn(grant_id) as ours:
            if not ours:
                return False
            listed = await nuki.webhooks.list()
            kept = await self._store.subscription_of(grant_id)
            wanted = repair(
                kept,
                listed,
                ours=self._ours,
                features=self.features,
                others=await self._store.elsewhere(grant_id, [h.url.removeprefix(self._ours) for h in listed]),
                now=self._clock.now(),
            )
            if wanted.register:
                await self._register(grant_id, nuki)
            for webhook_id in wanted.remove:
                await _remove(webhook_id, nuki)
            return kept is not None and kept.webhook_id not in {hook.id for hook in listed}

    async def renew(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """A new address with a new secret, then the old one removed: nothing is missed between the two."""
        async with self._turn(grant_id) as ours:
            if not ours:
                return
            old = await self._store.subscription_of(grant_id)
            await self._register(grant_id, nuki)
            if old is not None:
                await _remove(old.webhook_id, nuki)

    async def remove(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Unregister. Dead addresses count against us at Nuki, so Nuki is told if it can be reached."""
        found = await self._store.subscription_of(grant_id)
        if found is None:
            return
        await _remove(found.webhook_id, nuki)
        await self._store.retire(grant_id, self._clock.now())
        self._known.pop(found.address, None)

    async def let_go(self, grant_id: GrantId, nuki: NukiClient) -> None:
        """Unregister if that can be done: whoever wants out never waits for Nuki."""
        try:
            await self.remove(grant_id, nuki)
        except IntegrationError as trouble:
            log.warning("Grant %s: the webhook stays registered: %s", grant_id, trouble)

    async def find(self, address: str) -> tuple[GrantId, Secret] | None:
        """Whose deliveries come to this address, and the key they are signed with."""
        known, now = self._known.get(address), self._clock.now()
        if known is not None and now < known[0]:
            return known[1]
        self._known.pop(address, None)
        found = await self._store.subscription_at(address)
        if found is None:
            return None
        whose = found.grant_id, self._vault.open_secret(found.sealed_secret, about(address))
        if len(self._known) >= KNOWN_AT_MOST:
            del self._known[next(iter(self._known))]
        self._known[address] = now + KNOWN_FOR, whose
        return whose

    async def sweep(self) -> None:
        """Forget the addresses that were replaced some time ago."""
        await self._store.forget_retired(self._clock.now() - RETIRED_KEPT)

    async def _register(self, grant_id: GrantId, nuki: NukiClient) -> None:
        address = secrets.token_urlsafe(24)
        made = await nuki.webhooks.register(self._ours + address, self.features)
        sealed = self._vault.seal_secret(made.secret, about(address))
        await self._store.keep_subscription(Subscription(address, grant_id, made.id, sealed, self._clock.now()))

    @asynccontextmanager
    async def _turn(self, grant_id: GrantId) -> AsyncIterator[bool]:
        """One task of this process at a time, and one process: nothing is registered twice.

        By account: two grants of one account see each other's registrations at Nuki, also those just being made.
        """
        name = f"registration/{await self._store.account_of(grant_id)}"
        lock = self._at_it.get(name)
        if lock is None:
            lock = self._at_it[name] = asyncio.Lock()
        async with lock:
            ours = await self._turns.take(name, TURN)
            try:
                yield ours
            finally:
                if ours:
                    await self._turns.let_go(name)


async def _remove(webhook_id: WebhookId, nuki: NukiClient) -> None:
    try:
        await nuki.webhooks.remove(webhook_id)
    except errors.NotFound:
        pass
    except errors.ClientError as trouble:
        log.warning("Webhook %s could not be removed at Nuki: %s", webhook_id, trouble)


def about(address: str) -> str:
    """The associated data of a sealed signing key."""
    return f"subscription/{address}"
