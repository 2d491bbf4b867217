"""Endpoints: where the company wants events sent, which kinds, and the keys they are signed with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import CallRefused
from keyturn.integration.grants.vault import Vault
from keyturn.integration.notify.address import checked
from keyturn.integration.notify.event import EventKind
from keyturn.integration.notify.signature import new_secret
from keyturn.integration.partners.page import Place, Placed
from keyturn.secrecy import Secret

OVERLAP = timedelta(hours=24)
"""How long an earlier secret signs beside a new one, so that the receiver can change over."""


class EndpointState(StrEnum):
    """``gone``: the receiver answered 410, that it wants no more."""

    ACTIVE = "active"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """``kinds`` empty: all of them."""

    endpoint_id: str
    url: str
    kinds: tuple[EventKind, ...]
    state: EndpointState
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SigningSecret:
    """One secret of an endpoint, sealed; without ``expires_at`` it is the one in use."""

    secret_id: str
    endpoint_id: str
    sealed_secret: bytes
    created_at: datetime
    expires_at: datetime | None = None


class EndpointStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def add_endpoint(self, endpoint: Endpoint, secret: SigningSecret) -> None: ...

    async def endpoint(self, endpoint_id: str) -> Endpoint | None: ...

    async def endpoints(self, after: Place, limit: int) -> list[Placed[Endpoint]]: ...

    async def remove_endpoint(self, endpoint_id: str) -> bool: ...

    async def add_secret(self, secret: SigningSecret, earlier_until: datetime) -> None:
        """One more; those in use end at ``earlier_until``."""

    async def secrets_of(self, endpoint_id: str, now: datetime) -> list[SigningSecret]:
        """Those that sign now, the newest first."""


class Endpoints:
    """Registers, rotates, removes."""

    def __init__(self, store: EndpointStore, vault: Vault, clock: Clock, loopback: bool) -> None:
        self._store, self._vault, self._clock, self._loopback = store, vault, clock, loopback

    async def register(self, url: str, kinds: tuple[EventKind, ...]) -> tuple[Endpoint, Secret]:
        """A new endpoint and its secret, which is told once.

        Raises :class:`CallRefused` (``address-refused``).
        """
        endpoint = Endpoint(
            endpoint_id=f"ep_{secrets.token_hex(8)}",
            url=checked(url, self._loopback),
            kinds=kinds,
            state=EndpointState.ACTIVE,
            created_at=self._clock.now(),
        )
        sealed, secret = self._fresh(endpoint.endpoint_id)
        await self._store.add_endpoint(endpoint, sealed)
        return endpoint, secret

    async def rotate(self, endpoint_id: str) -> Secret:
        """One more secret; the earlier ones sign beside it for ``OVERLAP``."""
        await self.get(endpoint_id)
        sealed, secret = self._fresh(endpoint_id)
        await self._store.add_secret(sealed, self._clock.now() + OVERLAP)
        return secret

    async def get(self, endpoint_id: str) -> Endpoint:
        """Raises :class:`CallRefused` (``unknown-resource``)."""
        found = await self._store.endpoint(endpoint_id)
        if found is None:
            raise CallRefused(f"There is no endpoint {endpoint_id!r}.", code="unknown-resource")
        return found

    async def page(self, after: Place, limit: int) -> list[Placed[Endpoint]]:
        """Endpoints, the oldest first."""
        return await self._store.endpoints(after, limit)

    async def remove(self, endpoint_id: str) -> None:
        """No event goes there any more. Raises :class:`CallRefused` (``unknown-resource``)."""
        if not await self._store.remove_endpoint(endpoint_id):
            raise CallRefused(f"There is no endpoint {endpoint_id!r}.", code="unknown-resource")

    async def keys(self, endpoint_id: str) -> list[Secret]:
        """What to sign with now, the newest first."""
        found = await self._store.secrets_of(endpoint_id, self._clock.now())
        return [self._vault.open_secret(each.sealed_secret, about(each.secret_id)) for each in found]

    def _fresh(self, endpoint_id: str) -> tuple[SigningSecret, Secret]:
        secret, secret_id = new_secret(), secrets.token_hex(8)
        sealed = self._vault.seal_secret(secret, about(secret_id))
        now = self._clock.now()
        return SigningSecret(
            secret_id=secret_id, endpoint_id=endpoint_id, sealed_secret=sealed, created_at=now
        ), secret


def about(secret_id: str) -> str:
    return f"endpoint-secret/{secret_id}"
