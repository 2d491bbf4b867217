"""``/_sandbox/clock``: reading it, and turning it if it is virtual."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from keyturn.clock import AcceleratedClock, Clock, VirtualClock
from keyturn.nuki.dates import to_wire
from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route

MOST_SECONDS = 10 * 366 * 24 * 3600


class _Advance(msgspec.Struct, forbid_unknown_fields=True):
    advance_seconds: float


def kind_of(clock: Clock) -> str:
    """``virtual``, ``accelerated`` or ``real``."""
    match clock:
        case VirtualClock():
            return "virtual"
        case AcceleratedClock():
            return "accelerated"
    return "real"


class ClockControl:
    """One turn at a time, so that two of them add up."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._turning = asyncio.Lock()

    async def get(self, request: Request) -> Answer:
        """``{"kind": "virtual" | "real", "now": …}``."""
        clock = self._controls.clock
        told: dict[str, Any] = {"kind": kind_of(clock), "now": to_wire(clock.now())}
        if isinstance(clock, AcceleratedClock):
            told["speed"] = clock.speed
        return json_answer(told)

    async def post(self, request: Request) -> Answer:
        """``{"advance_seconds": n}``: answers when everything due has happened and every webhook has left."""
        clock = self._controls.clock
        if not isinstance(clock, VirtualClock):
            raise Problem(
                409,
                "real-clock",
                "This clock cannot be turned",
                detail=f"The sandbox runs on a clock that is {kind_of(clock)}.",
                remedy="Start it with a virtual clock: keyturn sandbox run --clock virtual.",
            )
        seconds = guard.read(request, _Advance).advance_seconds
        if not 0 <= seconds <= MOST_SECONDS:
            raise guard.bad(f"advance_seconds is {seconds}.", f"Give a number from 0 to {MOST_SECONDS}.")
        async with self._turning:
            self._controls.world.journal.record(Kind.CLOCK, "advance", seconds=seconds)
            await clock.advance(seconds)
        return await self.get(request)


def routes(controls: Controls) -> tuple[Route, ...]:
    """The clock's routes."""
    control = ClockControl(controls)
    return (
        guard.guarded("clock", "GET", "/_sandbox/clock", control.get),
        guard.guarded("advance", "POST", "/_sandbox/clock", control.post),
    )
