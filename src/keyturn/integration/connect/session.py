"""A customer's session: begins with connecting, ends with logging out or with the grant.

The cookie's value is random and stored only as a digest; the token of every form is derived from it, so that a
page of another site cannot make one. Serves: forced-reconnect.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.connect.pending import digest
from keyturn.integration.grants.grant import CustomerId
from keyturn.secrecy import Secret


@dataclass(frozen=True)
class Session:
    """``ended`` holds the state of the grant that ended it (``lost``, ``disconnected``)."""

    customer_id: CustomerId
    expires_at: datetime
    ended: str | None = None


class SessionStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def open_session(self, session_hash: str, session: Session, now: datetime) -> None: ...

    async def session(self, session_hash: str) -> Session | None: ...

    async def end_session(self, session_hash: str) -> None: ...

    async def end_sessions_of(self, customer_id: CustomerId) -> None: ...


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, store: SessionStore, clock: Clock, lifetime_seconds: float) -> None:
        self._store, self._clock, self._lifetime = store, clock, timedelta(seconds=lifetime_seconds)

    async def open(self, customer_id: CustomerId, replaced: Secret | None) -> Secret:
        """A fresh cookie value; the one it replaces is dead from now on."""
        cookie = Secret(secrets.token_urlsafe(32))
        now = self._clock.now()
        if replaced is not None:
            await self._store.end_session(digest(replaced))
        await self._store.open_session(digest(cookie), Session(customer_id, now + self._lifetime), now)
        return cookie

    async def find(self, cookie: Secret | None) -> Session | None:
        """The session of a cookie, ended ones included; None if unknown or expired."""
        found = await self._store.session(digest(cookie)) if cookie else None
        return found if found and found.expires_at > self._clock.now() else None

    async def end(self, cookie: Secret) -> None:
        """Log out."""
        await self._store.end_session(digest(cookie))

    async def end_all(self, customer_id: CustomerId) -> None:
        """Log out everywhere."""
        await self._store.end_sessions_of(customer_id)


def form_token(cookie: Secret) -> str:
    """What a form of this session must carry."""
    return hmac.new(cookie.reveal().encode(), b"keyturn form", hashlib.sha256).hexdigest()


def form_is_ours(cookie: Secret, given: str) -> bool:
    """Whether a form was made for this session."""
    return hmac.compare_digest(form_token(cookie).encode(), given.encode())
