"""The connection itself, where a fault wants it silent or gone.

Behind a server the connection is really held or cut. In one process there is none: the caller gets the error that a
client library would make of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def stay_silent(receive: Receive, send: Send) -> None:
    """Never answer. Raises ``TimeoutError`` where nobody could hang up."""
    if _transport(send) is None:
        raise TimeoutError("The sandbox does not answer: a fault is armed.")
    await _until_gone(receive)


async def hang_up(receive: Receive, send: Send) -> None:
    """Cut the connection. Raises ``ConnectionResetError`` where there is none."""
    transport = _transport(send)
    if transport is None:
        raise ConnectionResetError("The sandbox hung up: a fault is armed.")
    transport.abort()
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(send: Send) -> Any:
    # ASGI has no word for cutting a connection; the server's own object does, behind the function it hands out.
    return getattr(getattr(send, "__self__", None), "transport", None)
