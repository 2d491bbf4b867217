"""Plays a recording to a sandbox, call by call, with the pauses of the recording."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import msgspec

from keyturn.cli.complaint import Complaint
from keyturn.cli.recording.differences import Difference, between
from keyturn.cli.recording.tape import Take
from keyturn.client import Transport, errors
from keyturn.client.wire import Request, Response
from keyturn.clock import Clock
from keyturn.nuki.ids import SmartlockId, device_type_of
from keyturn.secrecy import Secret

PAUSE_AT_MOST = 60.0
"""Seconds; the recording's developer may have been at lunch."""


class Replay:
    """Against one sandbox, reached through ``transport``."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport, self._clock = transport, clock
        self._token = Secret("")
        self._here: dict[int, list[int]] = {}
        self._twins: dict[int, int] = {}

    async def run(self, takes: Iterable[Take]) -> tuple[int, list[Difference]]:
        """How many calls were played, and all differences. Raises :class:`Complaint`."""
        await self._get_ready()
        found: list[Difference] = []
        last, call = 0.0, 0
        for call, take in enumerate(takes, start=1):
            await self._pause(min(take.at - last, PAUSE_AT_MOST))
            last = take.at
            began = self._clock.now()
            answer = await self._send(self._request(take))
            took = (self._clock.now() - began).total_seconds()
            found += between(call, take, answer.status, _json(answer.body), took)
        return call, found

    async def _get_ready(self) -> None:
        facts = _json((await self._send(Request("GET", "/_sandbox"))).body)
        if not isinstance(facts, dict) or "api_token" not in facts:
            raise Complaint(
                "What answers there is not a sandbox.", "Start one: keyturn sandbox run --clock virtual."
            )
        self._token = Secret(facts["api_token"])
        for shown in facts["smartlocks"]:
            self._here.setdefault(shown["type"], []).append(shown["smartlock_id"])

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            return
        body = msgspec.json.encode({"advance_seconds": round(seconds, 3)})
        answer = await self._send(Request("POST", "/_sandbox/clock", json=body))
        if answer.status == 409:  # a clock that cannot be turned
            await asyncio.sleep(seconds)

    def _request(self, take: Take) -> Request:
        path = "/".join(self._segment(segment) for segment in take.path.split("/"))
        sent = None if take.sent is None else msgspec.json.encode(self._twinned(take.sent))
        return Request(take.method, path, query=take.query, json=sent, bearer=self._token)

    def _segment(self, segment: str) -> str:
        return str(self._twin(int(segment))) if segment.isdigit() and int(segment) > 2**32 else segment

    def _twinned(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self._twinned(inner) for key, inner in value.items()}
            case list():
                return [self._twinned(inner) for inner in value]
            case int() if not isinstance(value, bool) and value > 2**32:
                return self._twin(value)
        return value

    def _twin(self, recorded: int) -> int:
        if recorded not in self._twins:
            kind = device_type_of(SmartlockId(recorded))
            free = [one for one in self._here.get(kind, []) if one not in self._twins.values()]
            if not free:
                raise Complaint(
                    f"The recording has more devices of type {kind} than the sandbox.",
                    "Give the sandbox a seed with as many: keyturn sandbox run --seed FILE.",
                )
            self._twins[recorded] = free[0]
        return self._twins[recorded]

    async def _send(self, request: Request) -> Response:
        try:
            return await self._transport.send(request)
        except errors.ClientError as trouble:
            raise Complaint(
                f"The sandbox does not answer: {trouble}", "Start it, or give its address with --url."
            ) from None


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body) if body else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"({len(body)} bytes that are not JSON)"
