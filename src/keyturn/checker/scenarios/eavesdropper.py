"""Hears which secrets the sandbox gives out, so that they are known wherever they turn up."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from keyturn.checker.evidence import Canaries
from keyturn.secrecy import Secret

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
GIVING = {
    "/oauth/token": ("access_token", "refresh_token"),
    "/api/decentralWebhook": ("secret",),
}
"""Paths whose answers hold secrets, and the fields they stand in."""
SENDING_BACK = ("/oauth/login", "/oauth/consent")
"""Paths whose answers send the browser back with a code and a state."""
CODES = re.compile(r"/smartlock(/\d+)?/auth(/|$)")
"""Paths to which keypad codes are sent, in the field ``code``."""
FEWEST_DIGITS = 10_000
"""A smaller number is no keypad code, and would be found in ordinary numbers."""
SHORTEST = 8
"""A shorter value would be found in ordinary words."""
_ON_THE_WAY = ("code", "state")
_NAMES = {"secret": "webhook_secret"}


class Eavesdropper:
    """The sandbox's application, overheard."""

    def __init__(self, app: App, canaries: Canaries) -> None:
        self._app, self._canaries = app, canaries

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path in GIVING or path in SENDING_BACK:
            send = _Ear(send, self._canaries, GIVING.get(path, ())).heard
        if CODES.match(path):
            receive = _Code(receive, self._canaries).said
        await self._app(scope, receive, send)


class _Ear:
    """On one answer. What it hears is known before the subject has it."""

    def __init__(self, send: Send, canaries: Canaries, fields: tuple[str, ...]) -> None:
        self._send, self._canaries, self._fields = send, canaries, fields
        self._body = b""

    @property
    def transport(self) -> Any:
        """The server's connection, for faults that cut it."""
        return getattr(getattr(self._send, "__self__", None), "transport", None)

    async def heard(self, message: Message) -> None:
        for name, value in message.get("headers", ()):
            if name == b"location":
                self._note_way(value.decode())
        self._body += message.get("body", b"")
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self._note_secrets()
        await self._send(message)

    def _note_way(self, address: str) -> None:
        for name, value in parse_qsl(urlsplit(address).query):
            if name in _ON_THE_WAY and len(value) >= SHORTEST:
                self._canaries.plant(name, Secret(value))

    def _note_secrets(self) -> None:
        try:
            given = msgspec.json.decode(self._body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        for name in self._fields:
            if isinstance(given, dict) and isinstance(value := given.get(name), str) and value:
                self._canaries.plant(_NAMES.get(name, name), Secret(value))


class _Code:
    """In one request. It is known before Nuki has it; the subject had it all along."""

    def __init__(self, receive: Receive, canaries: Canaries) -> None:
        self._receive, self._canaries = receive, canaries
        self._body = b""

    async def said(self) -> Message:
        message = await self._receive()
        self._body += message.get("body", b"")
        if message["type"] == "http.request" and not message.get("more_body"):
            try:
                told = msgspec.json.decode(self._body)
            except (msgspec.DecodeError, UnicodeDecodeError):
                return message
            code = told.get("code") if isinstance(told, dict) else None
            if isinstance(code, int) and code >= FEWEST_DIGITS:
                self._canaries.plant_code(Secret(str(code)))
        return message
