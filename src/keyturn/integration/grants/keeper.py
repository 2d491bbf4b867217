"""Hands out live access tokens, and renews a dead one exactly once.

The three rules that keep a grant alive where refresh tokens rotate and re-use revokes the whole chain:

1. one renewal per grant at a time, across tasks (a shared task), processes and machines (a lease in the store);
2. whoever comes to renew reads first: somebody may have done it already;
3. the new pair is stored before it is used; the old refresh token is gone with the same commit.

A refusal (``invalid_grant``) loses the grant; trouble never does. Serves: refresh-rotation, expired-token-retry,
forced-reconnect, token-custody.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.client import TokenPair, errors
from keyturn.clock import Clock
from keyturn.integration.errors import GrantLost, NukiUnavailable, OperatorError
from keyturn.integration.grants.early import renew_at
from keyturn.integration.grants.grant import Grant, GrantId
from keyturn.integration.grants.live import LiveTokens
from keyturn.integration.grants.vault import Vault
from keyturn.secrecy import Secret

LEASE_SECONDS = 45.0
"""Longer than the attempts below can take, so that a lease never lapses under a living holder."""
ATTEMPTS = 2
EARLY_SECONDS = 30.0
"""A token this close to its end is renewed at once: it might die on the way."""
log = logging.getLogger(__name__)


class GrantStore(Protocol):
    """What renewing needs of the store; each call is one transaction."""

    async def grant(self, grant_id: GrantId) -> Grant | None: ...

    async def take_lease(
        self, grant_id: GrantId, generation: int, holder: str, now: datetime, until: datetime
    ) -> bool:
        """Mark the grant stale and take its lease, if nobody holds it and the generation is still this one."""

    async def drop_lease(self, grant_id: GrantId, holder: str) -> None: ...

    async def replace_pair(
        self,
        grant_id: GrantId,
        holder: str,
        generation: int,
        sealed: tuple[bytes, bytes],
        expires_at: datetime,
        scopes: tuple[str, ...],
        renew_at: datetime,
    ) -> bool:
        """Store the pair of the next generation in place of ``generation``, and drop the lease."""

    async def lose(self, grant_id: GrantId, generation: int, now: datetime) -> bool:
        """Erase the secrets, end the customer's sessions; False if the pair has changed meanwhile."""

    def watch(self, told: Callable[[GrantId], None]) -> None:
        """``told`` hears of every grant that ends by this process's hand."""


class Renewer(Protocol):
    """The one call to Nuki's token endpoint that this room makes."""

    async def refresh(self, refresh_token: Secret) -> TokenPair: ...


@dataclass(frozen=True)
class GrantTokens:
    """A grant seen as a source of tokens for the client."""

    keeper: Keeper
    grant_id: GrantId

    async def token(self) -> Secret:
        return await self.keeper.live_token(self.grant_id)

    async def renew(self, seen: Secret) -> Secret:
        return await self.keeper.renew(self.grant_id, seen)


class Keeper:
    """One per process."""

    def __init__(
        self,
        store: GrantStore,
        vault: Vault,
        renewer: Renewer,
        clock: Clock,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store, self._vault, self._renewer, self._clock, self._pause = store, vault, renewer, clock, pause
        self._holder = secrets.token_hex(8)
        self._renewals: dict[GrantId, asyncio.Task[Secret]] = {}
        self._live = LiveTokens()
        store.watch(self._live.forget)

    def source(self, grant_id: GrantId) -> GrantTokens:
        """The grant as the client's source of tokens."""
        return GrantTokens(self, grant_id)

    async def live_token(self, grant_id: GrantId) -> Secret:
        """An access token that was not yet seen dead. Raises :class:`GrantLost`, :class:`NukiUnavailable`."""
        now = self._clock.now()
        if known := self._live.get(grant_id, now):
            return known
        grant = await self._usable(grant_id)
        token, good_until = self._access(grant), grant.expires_at - timedelta(seconds=EARLY_SECONDS)
        if now < good_until:
            self._live.keep(grant_id, token, now, good_until)
            return token
        return await self.renew(grant_id, token)

    async def renew(self, grant_id: GrantId, seen: Secret) -> Secret:
        """A token other than ``seen``, which got a 401. Raises as :meth:`live_token`."""
        self._live.forget(grant_id)
        while True:
            task = self._renewals.get(grant_id)
            if task is None:
                task = asyncio.create_task(self._renew(grant_id, seen))
                self._renewals[grant_id] = task
                task.add_done_callback(lambda _: self._renewals.pop(grant_id, None))
            # Shielded: a visitor who leaves must not cut a rotation in two.
            token = await asyncio.shield(task)
            if token != seen:
                return token

    async def renew_early(self, grant_id: GrantId) -> bool:
        """Renew while the token still lives; False if somebody is at it already. Raises as :meth:`live_token`."""
        if grant_id in self._renewals:
            return False
        grant, now = await self._usable(grant_id), self._clock.now()
        until = now + timedelta(seconds=LEASE_SECONDS)
        if not await self._store.take_lease(grant_id, grant.generation, self._holder, now, until):
            return False
        # Known to the tasks that meanwhile get a 401, and to close(), like any other renewal.
        task = self._renewals[grant_id] = asyncio.create_task(self._exchange(grant))
        task.add_done_callback(lambda _: self._renewals.pop(grant_id, None))
        await asyncio.shield(task)
        return True

    async def close(self) -> None:
        """Let running renewals end: a pair received and not stored would be a grant lost."""
        await asyncio.gather(*self._renewals.values(), return_exceptions=True)

    async def _renew(self, grant_id: GrantId, seen: Secret) -> Secret:
        patience = self._clock.now() + timedelta(seconds=2 * LEASE_SECONDS)
        while True:
            grant = await self._usable(grant_id)
            token = self._access(grant)
            if token != seen:
                return token
            now = self._clock.now()
            until = now + timedelta(seconds=LEASE_SECONDS)
            if await self._store.take_lease(grant_id, grant.generation, self._holder, now, until):
                return await self._exchange(grant)
            if now > patience:
                raise NukiUnavailable(f"Another process has been renewing grant {grant_id} for too long.")
            await self._pause(random.uniform(0.02, 0.1))  # noqa: S311  # jitter, not a secret

    async def _exchange(self, grant: Grant) -> Secret:
        try:
            pair = await self._ask(self._refresh(grant))
        except errors.GrantRefused as refusal:
            if await self._store.lose(grant.grant_id, grant.generation, self._clock.now()):
                log.warning("Grant %s is lost: Nuki refused to renew it.", grant.grant_id)
            raise GrantLost(f"Nuki refused to renew grant {grant.grant_id}.") from refusal
        except errors.ApplicationRefused as refusal:
            await self._store.drop_lease(grant.grant_id, self._holder)
            raise OperatorError(
                "Nuki does not accept the client id and secret of this application.",
                remedy="Compare KEYTURN_CLIENT_ID and KEYTURN_CLIENT_SECRET with Nuki Web, menu API.",
                code="application-refused",
            ) from refusal
        except errors.ClientError as trouble:
            await self._store.drop_lease(grant.grant_id, self._holder)
            raise NukiUnavailable(f"Grant {grant.grant_id} could not be renewed: {trouble}") from trouble
        return await self._keep(grant, pair)

    async def _ask(self, refresh_token: Secret) -> TokenPair:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._renewer.refresh(refresh_token)
            except (errors.NoConnection, errors.NoAnswer, errors.ServerTrouble, errors.UnreadableAnswer):
                if attempt == ATTEMPTS:
                    raise
                await self._pause(random.uniform(0.1, 0.5))  # noqa: S311
        raise AssertionError("unreachable")

    async def _keep(self, grant: Grant, pair: TokenPair) -> Secret:
        generation = grant.generation + 1
        # Some answers come without a refresh token; then the old one stays good (reported: X-homey, X-events).
        refresh = pair.refresh or self._refresh(grant)
        now = self._clock.now()
        stored = await self._store.replace_pair(
            grant.grant_id,
            self._holder,
            grant.generation,
            seal_pair(self._vault, grant.grant_id, generation, pair.access, refresh),
            now + timedelta(seconds=pair.expires_in),
            pair.scopes or grant.scopes,
            renew_at(now, pair.expires_in, random.random()),  # noqa: S311
        )
        self._live.forget(grant.grant_id)
        if not stored:
            # Disconnected or reconnected while we were asking: what is stored now is the truth.
            return self._access(await self._usable(grant.grant_id))
        return pair.access

    async def _usable(self, grant_id: GrantId) -> Grant:
        grant = await self._store.grant(grant_id)
        if grant is None or not grant.usable:
            raise GrantLost(f"Grant {grant_id} has no tokens any more.")
        return grant

    def _access(self, grant: Grant) -> Secret:
        assert grant.sealed_access is not None
        return self._vault.open_secret(grant.sealed_access, about(grant.grant_id, "access", grant.generation))

    def _refresh(self, grant: Grant) -> Secret:
        assert grant.sealed_refresh is not None
        return self._vault.open_secret(grant.sealed_refresh, about(grant.grant_id, "refresh", grant.generation))


def about(grant_id: GrantId, column: str, generation: int) -> str:
    """The associated data of a sealed token: it opens for its own grant, column and generation only."""
    return f"grant/{grant_id}/{column}/{generation}"


def seal_pair(
    vault: Vault, grant_id: GrantId, generation: int, access: Secret, refresh: Secret
) -> tuple[bytes, bytes]:
    """Seal a token pair for its place."""
    return (
        vault.seal_secret(access, about(grant_id, "access", generation)),
        vault.seal_secret(refresh, about(grant_id, "refresh", generation)),
    )
