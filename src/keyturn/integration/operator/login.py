"""The operator's session: begun with the token, short, and kept apart from the customers'.

The cookie's value is random and stored only as a digest, so that logging out ends it in every process.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from keyturn.clock import Clock
from keyturn.integration.connect.pending import digest
from keyturn.integration.connect.session import form_is_ours
from keyturn.integration.errors import PageRefused
from keyturn.secrecy import Secret

COOKIE = "__Host-keyturn-operator"
LIFE = timedelta(hours=2)
FORM_BYTES = 4 * 1024
log = logging.getLogger(__name__)


class SessionStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def begin(self, session_hash: str, until: datetime, now: datetime) -> None: ...

    async def lives(self, session_hash: str, now: datetime) -> bool: ...

    async def end(self, session_hash: str) -> None: ...


class Logins:
    """Begins, finds and ends sessions."""

    def __init__(self, store: SessionStore, token: Secret, clock: Clock) -> None:
        self._store, self._token, self._clock = store, token, clock

    async def begin(self, given: str) -> Secret | None:
        """A fresh cookie value, or None if that is not the token."""
        if not self._token.matches(given):
            log.warning("Somebody tried to log in to the operator's console with a wrong token.")
            return None
        cookie, now = Secret(secrets.token_urlsafe(32)), self._clock.now()
        await self._store.begin(digest(cookie), now + LIFE, now)
        log.info("An operator has logged in.")
        return cookie

    async def of(self, request: Request) -> Secret | None:
        """The cookie of a living session."""
        value = request.cookies.get(COOKIE)
        cookie = Secret(value) if value else None
        if cookie is None or not await self._store.lives(digest(cookie), self._clock.now()):
            return None
        return cookie

    async def end(self, cookie: Secret) -> None:
        """Log out."""
        await self._store.end(digest(cookie))


async def form_of(request: Request, cookie: Secret | None, base_url: str) -> dict[str, str]:
    """A form's fields. Raises :class:`PageRefused` unless a page of ours, and of this session, has sent it.

    Without ``cookie`` only the origin is asked for: the form that logs in has no session yet.
    """
    origin = request.headers.get("origin")
    if origin not in (None, "null") and urlsplit(origin or "")[:2] != urlsplit(base_url)[:2]:
        raise PageRefused("A form came from another site.", code="stale-form")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PageRefused("A form came from another site.", code="stale-form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise PageRefused("A form of more than 4 KiB.", code="stale-form")
    fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    if cookie is not None and not form_is_ours(cookie, fields.get("form_token", "")):
        raise PageRefused("A form without this session's token.", code="stale-form")
    return fields


def set_cookie(response: Response, cookie: Secret) -> None:
    """Only this host, only HTTPS, out of scripts' reach, never sent along from another site."""
    response.set_cookie(
        COOKIE,
        cookie.reveal(),
        max_age=int(LIFE.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )


def drop_cookie(response: Response) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
