"""The ASGI application: find the route, run it, answer, write it down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from keyturn.sandbox.app import trouble
from keyturn.sandbox.app.trouble import Unanswered
from keyturn.sandbox.errors import OAuthRefused, ParameterRefused, Problem, Refusal, StatusRefused
from keyturn.sandbox.wire import body, line
from keyturn.sandbox.wire.answer import JSON, NO_CONTENT, Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import NoSuchMethod, NoSuchPath, Route, RouteTree
from keyturn.sandbox.world.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CONTROL = "/_sandbox"
TRUNCATED_SECONDS = 0.05
"""Real time the beginning of an answer has to leave the machine before the connection is cut."""
log = logging.getLogger(__name__)


class Dispatch:
    """One per sandbox. ``on_start`` and ``on_close`` run when the server starts and shuts down."""

    def __init__(
        self,
        world: World,
        routes: Iterable[Route],
        *,
        on_start: Callable[[], None],
        on_close: Callable[[], Awaitable[None]],
    ) -> None:
        self._world, self._on_start, self._on_close = world, on_start, on_close
        self._tree = RouteTree(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            answer = await self._answer(request, receive)
        except Unanswered as nothing:
            self._world.journal.exchange(request, trouble.NO_ANSWER)
            await _unanswered(nothing, receive, send)
            return
        # Written down before it leaves: whoever has the answer finds it in the journal.
        if not request.path.startswith(CONTROL):
            self._world.journal.exchange(request, answer)
        headers = list(answer.headers)
        if answer.chunks is not None:
            await self._stream(answer, answer.chunks, receive, send)
            return
        if answer.body:
            headers.append((b"content-type", answer.content_type))
        if answer.status != NO_CONTENT.status:  # RFC 9110 section 8.6: never with a 204
            headers.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else answer.body})

    @staticmethod
    async def _stream(answer: Answer, chunks: AsyncIterator[bytes], receive: Receive, send: Send) -> None:
        headers = [*answer.headers, (b"content-type", answer.content_type)]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        gone = asyncio.ensure_future(receive())
        async for chunk in chunks:
            if gone.done():
                break
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        gone.cancel()
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, request: Request, receive: Receive) -> Answer:
        try:
            request.body = await body.read(receive, request.path)
            route, request.parameters = self._tree.find(request.method, request.path)
            request.operation = route.name
            if self._world.faults and not route.path.startswith(CONTROL):
                return await trouble.answer(self._world, route, request)
            return await route.handler(request)
        except Refusal as refusal:
            return _refused(refusal)
        except NoSuchPath:
            return _refused(StatusRefused(404, "There is nothing at this path"))
        except NoSuchMethod as other:
            allow = ((b"allow", ", ".join(other.allowed).encode()),)
            return _refused(StatusRefused(405, "The path does not know this method"), allow)
        except Unanswered:
            raise
        except Exception:
            log.exception("A call failed inside the sandbox: %s %s", request.method, request.operation)
            return _refused(StatusRefused(500, "The sandbox failed; its log says where"))

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._on_start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._on_close()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _unanswered(nothing: Unanswered, receive: Receive, send: Send) -> None:
    if nothing.silent:
        await line.stay_silent(receive, send)
        return
    if nothing.begun.body:
        said = nothing.begun
        length = (b"content-length", str(len(said.body)).encode())
        headers = [*said.headers, (b"content-type", said.content_type), length]
        await send({"type": "http.response.start", "status": said.status, "headers": headers})
        half = said.body[: len(said.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await asyncio.sleep(TRUNCATED_SECONDS)
    await line.hang_up(receive, send)


def _refused(refusal: Refusal, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
    match refusal:
        case Problem():
            return Answer(refusal.status, refusal.body, b"application/problem+json", headers)
        case OAuthRefused():
            extra = ((b"www-authenticate", b'Basic realm="nuki"'),) if refusal.status == 401 else ()
            return Answer(refusal.status, refusal.body, JSON, ((b"cache-control", b"no-store"), *extra))
        case ParameterRefused():
            # The refused value may be a secret that was sent to the wrong place.
            return Answer(refusal.status, refusal.body, JSON, headers, secretive=True)
    return Answer(refusal.status, refusal.body, JSON, headers)
