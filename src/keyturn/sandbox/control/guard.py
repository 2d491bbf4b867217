"""Who may touch the controls, and how their bodies are read."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

import msgspec

from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.host import refuse_strangers
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Handler, Route

Body = TypeVar("Body")


def guarded(name: str, method: str, path: str, handler: Handler) -> Route:
    """A route under ``/_sandbox``."""
    return Route(name, method, path, partial(_admit, handler))


async def _admit(handler: Handler, request: Request) -> Answer:
    refuse_strangers(request)
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
