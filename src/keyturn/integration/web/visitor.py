"""The person at the browser: cookies, language, session, and whether a form is really ours."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from keyturn.integration.connect.session import Session, form_is_ours
from keyturn.integration.errors import GrantLost, PageRefused
from keyturn.integration.web.services import Services
from keyturn.secrecy import Secret

SESSION = "__Host-keyturn-session"
BROWSER = "__Host-keyturn-browser"
LANGUAGE = "keyturn-language"
FORM_BYTES = 16 * 1024
WHY_ENDED = {"idle": "session-idle", "over": "session-over", "everywhere": "session-ended"}
"""What a page says of a session that has ended so."""


@dataclass(frozen=True)
class Visitor:
    """``session`` may be an ended one; ``customer`` asks for a living one."""

    language: str
    cookie: Secret | None
    session: Session | None

    @property
    def signed_in(self) -> bool:
        """Whether there is a living session."""
        return self.session is not None and self.session.ended is None


async def visitor_of(request: Request, services: Services) -> Visitor:
    """Who asks. Never raises: a visitor without cookies is a visitor, too."""
    value = request.cookies.get(SESSION)
    cookie = Secret(value) if value else None
    wished = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    language = services.texts.choose(wished, request.headers.get("accept-language", ""))
    return Visitor(language, cookie, await services.sessions.find(cookie))


async def noticed(request: Request, services: Services, visitor: Visitor) -> None:
    """A person has done something, so the session goes on: what an open page asks for by itself does not count."""
    by_itself = "hx-request" in request.headers or request.headers.get("accept") == "text/event-stream"
    if visitor.cookie and visitor.session and visitor.signed_in and not by_itself:
        await services.sessions.used(visitor.cookie, visitor.session)


def customer(visitor: Visitor) -> Session:
    """The living session. Raises :class:`GrantLost`, or :class:`PageRefused` with the code that says why."""
    session = visitor.session
    if session is not None and session.ended is None:
        return session
    ended = session.ended or "" if session else ""
    if ended == "lost":
        raise GrantLost("The grant of this session is lost.")
    raise PageRefused(f"Nobody is signed in: {ended or 'no session'}.", code=WHY_ENDED.get(ended, "signed-out"))


async def form_of(request: Request, visitor: Visitor, base_url: str) -> dict[str, str]:
    """A form's fields. Raises :class:`PageRefused` unless a page of this session's own sent it."""
    fields = await open_form(request, base_url)
    if visitor.cookie is None or not form_is_ours(visitor.cookie, fields.get("form_token", "")):
        raise PageRefused("A form without this session's token.", code="stale-form")
    return fields


async def open_form(request: Request, base_url: str) -> dict[str, str]:
    """A form that needs no session. Raises :class:`PageRefused` if another site sent it, or if it is too large."""
    origin = request.headers.get("origin")
    if origin is not None and origin != "null" and urlsplit(origin)[:2] != urlsplit(base_url)[:2]:
        raise PageRefused("A form came from another site.", code="stale-form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise PageRefused("A form of more than 16 KiB.", code="stale-form")
    return {
        name: values[0].replace("\0", "") for name, values in parse_qs(body.decode("utf-8", "replace")).items()
    }


def framed(request: Request) -> bool:
    """Whether the answer is shown in a frame of another page."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def browser_of(request: Request) -> Secret | None:
    """The random value that marks this browser while a connection is under way."""
    value = request.cookies.get(BROWSER)
    return Secret(value) if value else None


def new_browser() -> Secret:
    """A fresh mark for a browser."""
    return Secret(secrets.token_urlsafe(32))


def set_cookie(response: Response, name: str, value: Secret, seconds: float) -> None:
    """Only this host, only HTTPS, out of scripts' reach; sent when Nuki's page leads back to us."""
    response.set_cookie(
        name, value.reveal(), max_age=int(seconds), path="/", secure=True, httponly=True, samesite="lax"
    )


def drop_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
