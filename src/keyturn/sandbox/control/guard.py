"""Who may touch the controls, and how their bodies are read."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

import msgspec

from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Handler, Route

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Body = TypeVar("Body")


def guarded(name: str, method: str, path: str, handler: Handler) -> Route:
    """A route under ``/_sandbox``."""
    return Route(name, method, path, partial(_admit, handler))


async def _admit(handler: Handler, request: Request) -> Answer:
    host = _host(request.header(b"host") or "")
    server = request.scope.get("server") or ("", 0)
    if host not in LOOPBACK and not host.endswith(".localhost") and host != server[0]:
        # A page of another site may have its name point here (DNS rebinding).
        raise Problem(
            403,
            "not-this-host",
            "This address is not served here",
            detail=f"The request was sent to the host {host!r}.",
            remedy="Use http(s)://127.0.0.1 or localhost, with the sandbox's port.",
        )
    if request.method != "GET":
        kind = (request.header(b"content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(
                415,
                "not-json",
                "Only JSON can change the sandbox",
                detail=f"The content type is {kind!r}.",
                remedy="Send the header content-type: application/json, also with an empty body.",
            )
    return await handler(request)


def read(request: Request, kind: type[Body]) -> Body:
    """The JSON body; an empty one counts as {}. Raises :class:`Problem` naming what is wrong."""
    try:
        return msgspec.json.decode(request.body or b"{}", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise bad(
            f"The body cannot be used: {trouble}.", "Mend that field; the documentation lists all."
        ) from None


def bad(detail: str, remedy: str) -> Problem:
    """400."""
    return Problem(400, "bad-request", "The request cannot be used", detail=detail, remedy=remedy)


def _host(header: str) -> str:
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()
