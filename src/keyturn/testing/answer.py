"""Calling an ASGI application in the same process: no socket, no HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
Tick = Callable[[float], Awaitable[None]]

SETTLE_SECONDS = 0.02
"""Real time an answer may take before the virtual clock is moved for it."""
PATIENCE_SECONDS = 120.0
"""Virtual time after which nobody waits any longer."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in lower case. The body may hold secrets and is not printed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def json(self) -> Any:
        """The body, decoded. Raises :class:`msgspec.DecodeError` when it is not JSON."""
        return msgspec.json.decode(self.body)

    @property
    def ok(self) -> bool:
        """2xx."""
        return 200 <= self.status < 300


async def call(
    app: App, method: str, url: str, headers: Mapping[str, str], body: bytes, tick: Tick | None = None
) -> Answer:
    """One exchange. A slow answer takes its time on the virtual clock, which ``tick`` moves.

    Raises ``ConnectionError`` when the sandbox hangs up and ``TimeoutError`` when it never answers.
    """
    exchange = asyncio.ensure_future(_exchange(app, method, url, headers, body))
    try:
        waited = 0.0
        while tick is not None and not exchange.done():
            await asyncio.wait((exchange,), timeout=SETTLE_SECONDS)
            if exchange.done():
                break
            if waited >= PATIENCE_SECONDS:
                raise TimeoutError(f"{method} {urlsplit(url).path} was not answered.")
            await tick(1.0)
            waited += 1.0
        return await exchange
    finally:
        exchange.cancel()


async def _exchange(app: App, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    parts = urlsplit(url)
    given = {"host": parts.netloc, **{name.lower(): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "server": (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)),
        "client": ("127.0.0.1", 0),
    }
    told: dict[str, Any] = {"status": 0, "headers": {}}
    pieces: list[bytes] = []
    over = asyncio.Event()
    requests = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if requests:
            return requests.pop()
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            told["headers"] = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            return
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            over.set()

    await app(scope, receive, send)
    if not over.is_set():
        raise ConnectionResetError(f"{method} {parts.path}: the connection was dropped.")
    return Answer(told["status"], told["headers"], b"".join(pieces))
