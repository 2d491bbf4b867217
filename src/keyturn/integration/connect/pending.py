"""Connections begun and not yet ended: the ``state`` is issued once, bound to a browser, consumed once.

Only hashes are stored: whoever reads the database cannot finish another person's connection.
Serves: server-side-exchange.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import ConnectFailed
from keyturn.secrecy import Secret

LIFETIME = timedelta(minutes=15)
"""Long enough to find a password, short enough to forget."""


@dataclass(frozen=True)
class Begun:
    """What is remembered of a connection under way."""

    browser_hash: str
    expires_at: datetime


class PendingStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def remember(self, state_hash: str, begun: Begun) -> None:
        """Keep it, and forget what has expired."""

    async def consume(self, state_hash: str) -> Begun | None:
        """Take it out: a second call finds nothing."""


class Pending:
    """Issues and consumes states."""

    def __init__(self, store: PendingStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def issue(self, browser: Secret) -> Secret:
        """A fresh state for this browser (32 random bytes: Hydra-like servers refuse short ones)."""
        state = Secret(secrets.token_urlsafe(32))
        await self._store.remember(digest(state), Begun(digest(browser), self._clock.now() + LIFETIME))
        return state

    async def consume(self, state: Secret, browser: Secret | None) -> None:
        """Raises :class:`ConnectFailed` unless this browser was given this state, lately, and only once."""
        begun = await self._store.consume(digest(state))
        if begun is None or begun.expires_at <= self._clock.now():
            raise ConnectFailed("The state is unknown, used or expired.", code="connect-state-unknown")
        if browser is None or not hmac.compare_digest(begun.browser_hash, digest(browser)):
            raise ConnectFailed("The state was given to another browser.", code="connect-other-browser")


def digest(value: Secret) -> str:
    """What is stored of a random value that is only ever compared."""
    return hashlib.sha256(value.reveal().encode()).hexdigest()
