"""Reading a request's body, within bounds: what is too large or too deep is refused before anything looks at it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from keyturn.sandbox.errors import Problem, Refusal, StatusRefused

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

BODY_MOST = 2**20
"""Bytes. The largest known body of Nuki's API is far below."""
MOST_OF = {"/_sandbox/snapshot": 64 * 2**20}
"""A whole world may be larger than any call of the API."""
DEEPEST = 64
"""Arrays and objects within each other. Nuki's deepest known body has four."""
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


async def read(receive: Receive, path: str) -> bytes:
    """The whole body. Raises :class:`Refusal`: 413 for one too large, 400 for one too deep."""
    most = MOST_OF.get(path, BODY_MOST)
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        chunks, size = [body], len(body)
        while message.get("more_body") and size <= most:
            message = await receive()
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
        body = b"".join(chunks)
    if len(body) > most:
        raise _refused(path, 413, f"The body is larger than {most // 2**20} MiB")
    # Counting is cheap, and nearly every body is done with it.
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST:
        raise _refused(path, 400, f"The body has more than {DEEPEST} levels")
    return body


def _refused(path: str, status: int, why: str) -> Refusal:
    if path.startswith("/_sandbox"):
        return Problem(status, "body", "The body cannot be used", detail=f"{why}.", remedy="Send a smaller one.")
    return StatusRefused(status, why)


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for mark in _MARKS.finditer(body):
        first = mark[0][:1]
        if first in b"[{":
            depth += 1
            if depth > DEEPEST:
                return depth
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
