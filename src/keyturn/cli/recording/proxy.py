"""The recording proxy: between a developer's program and the real Nuki; writes down, changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from keyturn.cli.recording.disguise import Disguise
from keyturn.cli.recording.tape import Take, Tape
from keyturn.client import Transport, errors
from keyturn.client.wire import Request, Response
from keyturn.clock import Clock
from keyturn.secrecy import Secret

Scope = MutableMapping[str, Any]
BODY_MOST = 1024 * 1024


class Proxy:
    """An ASGI application. Sign-in and tokens pass through unrecorded."""

    def __init__(self, upstream: Transport, tape: Tape, clock: Clock) -> None:
        self._upstream, self._tape, self._clock = upstream, tape, clock
        self._disguise, self._began = Disguise(), clock.now()

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            return
        body = await _body(receive)
        request = _request(scope, body)
        asked = self._clock.now()
        try:
            answer = await self._upstream.send(request)
        except errors.ClientError as trouble:
            answer = Response(502, {"content-type": "text/plain"}, f"The recording proxy: {trouble}".encode())
        else:
            if not request.path.startswith("/oauth"):
                took = (self._clock.now() - asked).total_seconds()
                self._tape.add(self._take(request, answer, (asked - self._began).total_seconds(), took))
        kind = answer.headers.get("content-type", "application/json")
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(answer.body)).encode())]
        if answer.status == 204:
            headers = []
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _take(self, request: Request, answer: Response, at: float, took: float) -> Take:
        hide = self._disguise
        plain = tuple((name, value) for name, value in request.query)
        return Take(
            at=round(at, 3),
            took=round(took, 3),
            method=request.method,
            path=hide.path(request.path),
            query=hide.query(plain),
            sent=hide.of(_json(request.json or b"")),
            status=answer.status,
            answer=hide.of(_json(answer.body)),
        )


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    kind, _, token = headers.get("authorization", "").partition(" ")
    form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return Request(
        scope["method"],
        scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0],
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        json=body if body and not form else None,
        form=tuple((name, Secret(value)) for name, value in parse_qsl(body.decode("latin-1"))) if form else None,
        bearer=Secret(token) if kind.lower() == "bearer" and token else None,
    )


async def _body(receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> bytes:
    chunks, more = b"", True
    while more and len(chunks) <= BODY_MOST:
        message = await receive()
        chunks += message.get("body", b"")
        more = bool(message.get("more_body"))
    return chunks


def _json(body: bytes) -> Any:
    if not body:
        return None
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"({len(body)} bytes that are not JSON)"
