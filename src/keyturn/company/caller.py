"""One call: sent with its key, repeated where that is safe, read into its type."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Struct

from keyturn.client.errors import ClientError, NoAnswer, NoConnection, UnreadableAnswer
from keyturn.client.transport import Transport
from keyturn.client.wire import Request, Response
from keyturn.clock import Clock
from keyturn.company.problem import Problem, problem_of
from keyturn.secrecy import Secret

T = TypeVar("T")
Query = dict[str, "str | int | float | None"]
LOST = (0.5, 2.0)
"""Seconds before a call whose answer is lost is sent a second and a third time."""
RUNNING = (1.0, 2.0, 3.0, 5.0, 5.0, 10.0, 10.0)
"""Seconds between repetitions while the first request is still worked on: it may ``wait`` for 30 seconds."""


class Page(Struct, Generic[T], frozen=True):
    """Part of a list. ``next`` is the cursor of the part that follows, None at the end."""

    items: list[T]
    next: str | None


class Caller:
    """What every operation stands on.

    Reads are repeated when no answer came. So is what makes something, under one ``Idempotency-Key``: the API
    answers the repetition with the first answer and does nothing twice. Every call raises :class:`Problem` for a
    refusal, and ``NoConnection``, ``NoAnswer`` or ``UnreadableAnswer`` of :mod:`keyturn.client.errors` in the end.
    """

    def __init__(self, transport: Transport, key: Secret, clock: Clock) -> None:
        self._transport, self._key, self._clock = transport, key, clock

    async def _read(self, kind: type[T], method: str, path: str, **query: str | int | float | None) -> T:
        """Something that changes nothing."""
        return told(kind, await self._repeated(self._request(method, path, query)))

    async def _make(
        self, kind: type[T], path: str, body: Any = None, *, once: str | None = None, query: Query | None = None
    ) -> T:
        """Something that is done once. ``once``: a key kept by the caller, for repetitions after a restart."""
        headers = (("Idempotency-Key", once or secrets.token_urlsafe(24)),)
        return told(kind, await self._repeated(self._request("POST", path, query or {}, body, headers)))

    async def _delete(self, path: str) -> Response:
        """Something ended; sent once, as a second time would find nothing there."""
        return await self._sent(self._request("DELETE", path, {}))

    async def _each(self, kind: type[T], path: str, **query: str | int | None) -> AsyncIterator[T]:
        """All things of a list, part by part as they are asked for."""
        cursor: str | None = None
        while True:
            page = await self._read(Page[kind], "GET", path, cursor=cursor, **query)  # type: ignore[valid-type]
            for item in page.items:
                yield item
            if (cursor := page.next) is None:
                return

    async def _pause(self, seconds: float) -> None:
        """Wait, by the clock."""
        over = asyncio.Event()

        async def end() -> None:
            over.set()

        timer = self._clock.schedule(seconds, end)
        try:
            await over.wait()
        finally:
            timer.cancel()

    def _request(
        self, method: str, path: str, query: Query, body: Any = None, headers: tuple[tuple[str, str], ...] = ()
    ) -> Request:
        asked = tuple((name, str(value)) for name, value in query.items() if value is not None)
        content = None if body is None else msgspec.json.encode(body)
        return Request(method, "/v1" + path, asked, content, bearer=self._key, headers=headers)

    async def _repeated(self, request: Request) -> Response:
        lost, running = list(LOST), list(RUNNING)
        while True:
            try:
                return await self._sent(request)
            except (ClientError, Problem) as error:
                pauses = running if _is_running(error) else lost if _is_lost(error) else []
                if not pauses:
                    raise
            await self._pause(pauses.pop(0))

    async def _sent(self, request: Request) -> Response:
        response = await self._transport.send(request)
        if not 200 <= response.status < 300:
            raise problem_of(request, response)
        return response


def in_path(*parts: str | int) -> str:
    """Parts of an address; whatever an id holds stays one part."""
    return "".join("/" + quote(str(part), safe="") for part in parts)


def told(kind: type[T], response: Response) -> T:
    """An answer as its type; fields that this client does not know are left out."""
    try:
        return msgspec.json.decode(response.body, type=kind, dec_hook=_hidden)
    except msgspec.MsgspecError as cause:
        raise UnreadableAnswer(f"The answer is not what was asked for: {cause}", status=response.status) from None


def _is_running(error: Exception) -> bool:
    return isinstance(error, Problem) and error.code == "repeat-running"


def _is_lost(error: Exception) -> bool:
    """No answer, or a proxy's own words in its place."""
    in_between = isinstance(error, UnreadableAnswer) and (error.status or 0) >= 500
    return in_between or isinstance(error, NoConnection | NoAnswer)


def _hidden(kind: type, value: Any) -> Any:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise TypeError(f"{kind.__name__} is told as text.")  # which the decoder makes an error of its own
