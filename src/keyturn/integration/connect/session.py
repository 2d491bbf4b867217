"""A customer's session: begins with connecting, ends with logging out, with the grant, or with time.

Time ends it twice: when nobody has done anything for a while, and at last whatever is done. The cookie's value is
random and stored only as a digest; the token of every form is derived from it, so that a page of another site cannot
make one. Serves: forced-reconnect.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.connect.pending import digest
from keyturn.integration.grants.grant import CustomerId
from keyturn.secrecy import Secret

WORTH_WRITING = 0.05
"""The part of the idle time by which a session may end too early, for the sake of fewer writes."""


@dataclass(frozen=True)
class Session:
    """Ends at ``idle_at`` unless something is done before, and at ``expires_at`` for good.

    ``ended`` says why it has: ``lost`` or ``disconnected`` like its grant, ``everywhere`` on the customer's own wish,
    ``idle`` or ``over`` by the clock.
    """

    customer_id: CustomerId
    expires_at: datetime
    idle_at: datetime
    ended: str | None = None


class SessionStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def open_session(self, session_hash: str, session: Session, now: datetime) -> None: ...

    async def session(self, session_hash: str) -> Session | None: ...

    async def keep_session(self, session_hash: str, idle_at: datetime) -> None:
        """Something was done in it."""

    async def end_session(self, session_hash: str) -> None: ...

    async def end_sessions_of(self, customer_id: CustomerId, ended: str) -> None: ...


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, store: SessionStore, clock: Clock, lifetime_seconds: float, idle_seconds: float) -> None:
        self._store, self._clock = store, clock
        self._lifetime, self._idle = timedelta(seconds=lifetime_seconds), timedelta(seconds=idle_seconds)

    async def open(self, customer_id: CustomerId, replaced: Secret | None) -> Secret:
        """A fresh cookie value; the one it replaces is dead from now on."""
        cookie = Secret(secrets.token_urlsafe(32))
        now = self._clock.now()
        if replaced is not None:
            await self._store.end_session(digest(replaced))
        expires_at = now + self._lifetime
        session = Session(customer_id, expires_at, min(now + self._idle, expires_at))
        await self._store.open_session(digest(cookie), session, now)
        return cookie

    async def find(self, cookie: Secret | None) -> Session | None:
        """The session of a cookie, ended ones included, as long as it is known why they ended; None if unknown."""
        found = await self._store.session(digest(cookie)) if cookie else None
        if found is None or found.ended:
            return found
        now = self._clock.now()
        if found.expires_at <= now:
            return replace(found, ended="over")
        return replace(found, ended="idle") if found.idle_at <= now else found

    async def used(self, cookie: Secret, session: Session) -> None:
        """Somebody does something in a living session. Written now and then only: pages are looked at often."""
        idle_at = min(self._clock.now() + self._idle, session.expires_at)
        if idle_at - session.idle_at >= self._idle * WORTH_WRITING:
            await self._store.keep_session(digest(cookie), idle_at)

    async def end(self, cookie: Secret) -> None:
        """Log out."""
        await self._store.end_session(digest(cookie))

    async def end_all(self, customer_id: CustomerId) -> None:
        """Log out everywhere."""
        await self._store.end_sessions_of(customer_id, "everywhere")


def form_token(cookie: Secret) -> str:
    """What a form of this session must carry."""
    return hmac.new(cookie.reveal().encode(), b"keyturn form", hashlib.sha256).hexdigest()


def form_is_ours(cookie: Secret, given: str) -> bool:
    """Whether a form was made for this session."""
    return hmac.compare_digest(form_token(cookie).encode(), given.encode())
