"""API keys: random, stored as digests, with scopes and an end."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.connect.pending import digest
from keyturn.integration.errors import CallRefused
from keyturn.secrecy import Secret

PREFIX = "kt"
"""So that a key left in a repository is recognised by those who look for such."""


class KeyScope(StrEnum):
    """What a key may be used for."""

    READ = "read"
    MANAGE = "manage"
    ACT = "act"
    NOTIFY = "notify"
    SUPPORT = "support"
    ACCESS = "access"
    DIGITS = "digits"


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A key as stored: ``digest`` is of the whole text, of which the id is the middle part."""

    key_id: str
    name: str
    digest: str
    scopes: tuple[KeyScope, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def living(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class KeyStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def add_key(self, key: ApiKey) -> None: ...

    async def key(self, key_id: str) -> ApiKey | None: ...

    async def every_key(self) -> list[ApiKey]: ...

    async def revoke_key(self, key_id: str, now: datetime) -> bool:
        """False if there is no such key, or it was revoked before."""


class Keys:
    """Makes, checks and ends keys."""

    def __init__(self, store: KeyStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def new(self, name: str, scopes: tuple[KeyScope, ...], days: float | None) -> tuple[ApiKey, Secret]:
        """A key that ends after ``days`` (None: never), and its text, which is shown once."""
        key_id, now = secrets.token_hex(6), self._clock.now()
        text = Secret(f"{PREFIX}_{key_id}_{secrets.token_urlsafe(32)}")
        key = ApiKey(
            key_id=key_id,
            name=name,
            digest=digest(text),
            scopes=scopes,
            created_at=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )
        await self._store.add_key(key)
        return key, text

    async def check(self, presented: Secret, key_id: str) -> ApiKey:
        """The living key of this text. Raises :class:`CallRefused` (``key-refused``), whatever is wrong with it."""
        found = await self._store.key(key_id)
        # Compared in any case: how long it takes must not tell which ids exist.
        same = hmac.compare_digest(digest(presented), found.digest if found else "0" * 64)
        if found is None or not same or not found.living(self._clock.now()):
            raise CallRefused("The API key is unknown, expired or revoked.", code="key-refused")
        return found

    async def lives(self, key_id: str) -> bool:
        """Whether a key that was checked before is still good."""
        found = await self._store.key(key_id)
        return found is not None and found.living(self._clock.now())

    async def every(self) -> list[ApiKey]:
        """All keys, the oldest first."""
        return await self._store.every_key()

    async def revoke(self, key_id: str) -> bool:
        """End a key at once; False if there is no living one of this id."""
        return await self._store.revoke_key(key_id, self._clock.now())


def key_of(authorization: str | None) -> tuple[Secret, str]:
    """The key in an ``Authorization: Bearer`` header, and its id.

    Raises :class:`CallRefused` (``key-missing``, ``key-refused``); what was sent is not repeated.
    """
    kind, _, text = (authorization or "").partition(" ")
    if kind.lower() != "bearer" or not text.strip():
        raise CallRefused("The request carries no API key.", code="key-missing")
    parts = text.strip().split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX or not parts[1].isalnum() or len(text) > 200:
        raise CallRefused("The API key is not written like one.", code="key-refused")
    return Secret(text.strip()), parts[1]
