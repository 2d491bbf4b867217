"""The circuit: what opens it, what passes meanwhile, and that no door is asked to find out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from tests.client.fakes import answer, ok

from keyturn.client import Circuit, errors
from keyturn.client.circuit import (
    FAILURES,
    OPEN_AT_MOST,
    OPEN_SECONDS,
    TRANSITIONS,
    CircuitEvent,
    CircuitState,
    got_through,
)
from keyturn.client.wire import Request, Response
from keyturn.clock import VirtualClock

UNLOCK, LIST = Request("POST", "/smartlock/1/action/unlock/advanced"), Request("GET", "/smartlock")


@dataclass
class Line:
    """A network that is dead or alive, and knows what came through it."""

    end: Response | errors.ClientError = field(default_factory=lambda: ok([]))
    sent: list[str] = field(default_factory=list)

    async def send(self, request: Request) -> Response:
        self.sent.append(str(request))
        await asyncio.sleep(0)
        if isinstance(self.end, errors.ClientError):
            raise self.end
        return self.end

    async def aclose(self) -> None:
        """Nothing to close."""


Story = Callable[[Line, Circuit, VirtualClock], Awaitable[None]]


def play(story: Story) -> None:
    async def run() -> None:
        clock, line = VirtualClock(), Line()
        await story(line, Circuit(line, clock), clock)

    asyncio.run(run())


async def ask(circuit: Circuit, request: Request = LIST) -> type[Exception] | int:
    try:
        return (await circuit.send(request)).status
    except errors.ClientError as error:
        return type(error)


def test_the_table_of_the_circuit() -> None:
    closed, opened, half = CircuitState
    moved = {
        (state, event): TRANSITIONS.get((state, event), state) for state in CircuitState for event in CircuitEvent
    }
    assert moved[closed, CircuitEvent.FAILED_TOO_OFTEN] is opened
    assert moved[opened, CircuitEvent.WAITED] is half
    assert moved[half, CircuitEvent.PROBE_FAILED] is opened
    assert all(moved[state, CircuitEvent.ANSWERED] is closed for state in CircuitState)
    assert {state for (state, event), to in moved.items() if event is CircuitEvent.WAITED and to is half} == {
        opened,
        half,
    }


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 423, 429, 500])
def test_whatever_nuki_itself_says_got_through(status: int) -> None:
    assert got_through(answer(status))


DEAD = [
    errors.NoConnection("x"),
    errors.NoAnswer("x"),
    errors.UnreadableAnswer("x"),
    *map(answer, (502, 503, 504)),
]


@pytest.mark.parametrize("end", DEAD)
def test_it_opens_after_some_failures_in_a_row_and_sends_nothing_more(end: Response | errors.ClientError) -> None:
    async def story(line: Line, circuit: Circuit, clock: VirtualClock) -> None:
        line.end = end
        for _ in range(FAILURES):
            await ask(circuit)
        assert circuit.state is CircuitState.OPEN
        assert [await ask(circuit, UNLOCK) for _ in range(50)] == [errors.CircuitOpen] * 50
        assert len(line.sent) == FAILURES

    play(story)


def test_one_good_answer_in_between_keeps_it_closed() -> None:
    async def story(line: Line, circuit: Circuit, clock: VirtualClock) -> None:
        for _ in range(3):
            line.end = answer(503)
            for _ in range(FAILURES - 1):
                await ask(circuit)
            line.end = answer(404)
            await ask(circuit)
        assert circuit.state is CircuitState.CLOSED

    play(story)


async def broken(line: Line, circuit: Circuit) -> None:
    line.end = errors.NoAnswer("x")
    for _ in range(FAILURES):
        await ask(circuit)
    line.sent.clear()


def test_a_question_of_our_own_finds_out_and_never_a_door() -> None:
    async def story(line: Line, circuit: Circuit, clock: VirtualClock) -> None:
        await broken(line, circuit)
        await clock.advance(OPEN_SECONDS)
        assert await ask(circuit, UNLOCK) is errors.CircuitOpen
        assert line.sent == ["GET /account"], "the door was not asked"
        line.end = answer(401)
        await clock.advance(2 * OPEN_SECONDS)
        assert await ask(circuit, UNLOCK) == 401
        assert line.sent[1:] == ["GET /account", str(UNLOCK)]
        assert circuit.state is CircuitState.CLOSED

    play(story)


def test_one_probe_at_a_time() -> None:
    async def story(line: Line, circuit: Circuit, clock: VirtualClock) -> None:
        await broken(line, circuit)
        await clock.advance(OPEN_SECONDS)
        ends = await asyncio.gather(*(ask(circuit) for _ in range(20)))
        assert set(ends) == {errors.CircuitOpen}
        assert line.sent == ["GET /account"]

    play(story)


def test_the_waits_grow_to_a_limit_and_are_told() -> None:
    async def story(line: Line, circuit: Circuit, clock: VirtualClock) -> None:
        await broken(line, circuit)
        waits = []
        for _ in range(7):
            with pytest.raises(errors.CircuitOpen) as told:
                await circuit.send(LIST)
            assert told.value.retry_after is not None
            waits.append(told.value.retry_after)
            await clock.advance(told.value.retry_after)
            await ask(circuit)
        assert waits[0] == OPEN_SECONDS
        assert waits == sorted(waits)
        assert waits[-1] == OPEN_AT_MOST

    play(story)
