"""Every row of the table of ends, for every kind of call: how often it is sent, and what is waited for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from tests.client.fakes import FakeTokens, FakeTransport, answer, ok

from keyturn.client import NukiClient, errors
from keyturn.client.retry import WAIT_AT_MOST, WAITS
from keyturn.client.wire import Response

RECEIPT = ok({"requestId": "65f0c0ffee65f0c0ffee65f0"})
GOOD = {"read": ok([]), "write": answer(204), "action": RECEIPT}
HTML = answer(200, "<html>Maintenance</html>")
End = Response | errors.ClientError
ENDS: dict[str, tuple[End, type[errors.ClientError], dict[str, int]]] = {
    # name: what comes, what is raised if it stays so, how often a read, a write and an action are then sent
    "401": (answer(401), errors.Unauthorized, {"read": 2, "write": 2, "action": 2}),
    "402": (answer(402), errors.PaymentRequired, {"read": 1, "write": 1, "action": 1}),
    "403": (answer(403), errors.Forbidden, {"read": 1, "write": 1, "action": 1}),
    "404": (answer(404), errors.NotFound, {"read": 1, "write": 1, "action": 1}),
    "409": (answer(409), errors.Conflict, {"read": 1, "write": 1, "action": 1}),
    "423": (answer(423), errors.Locked, {"read": 3, "write": 3, "action": 3}),
    "426": (answer(426), errors.UpgradeRequired, {"read": 1, "write": 1, "action": 1}),
    "429": (answer(429), errors.TooManyRequests, {"read": 3, "write": 3, "action": 3}),
    "500": (answer(500), errors.ServerTrouble, {"read": 1, "write": 1, "action": 1}),
    "503": (answer(503), errors.ServerTrouble, {"read": 1, "write": 1, "action": 1}),
    "time-out": (errors.NoAnswer("x"), errors.NoAnswer, {"read": 1, "write": 1, "action": 1}),
    "no connection": (errors.NoConnection("x"), errors.NoConnection, {"read": 2, "write": 1, "action": 1}),
    "circuit open": (errors.CircuitOpen("x"), errors.CircuitOpen, {"read": 1, "write": 1, "action": 1}),
    "HTML as 502": (
        answer(502, "<html>Bad Gateway</html>"),
        errors.ServerTrouble,
        {"read": 1, "write": 1, "action": 1},
    ),
    "HTML as 200": (HTML, errors.UnreadableAnswer, {"read": 1, "write": 0, "action": 1}),
}


@dataclass
class Waits:
    """Keeps what was waited for, and waits for nothing."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def call(kind: str, *ends: End, pause: Waits | None) -> FakeTransport:
    """One call of that kind; a note on the error says how often it was sent."""
    transport = FakeTransport(ends)
    client = NukiClient(FakeTokens(), transport=transport, pause=pause)

    async def story() -> None:
        match kind:
            case "read":
                await client.smartlocks.list()
            case "write":
                await client.webhooks.remove(3)
            case "action":
                await client.actions.unlock_advanced(1)

    try:
        asyncio.run(story())
    except errors.ClientError as error:
        error.add_note(str(len(transport.sent)))
        raise
    return transport


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("name", ENDS)
def test_how_often_a_call_is_sent_that_always_ends_so(name: str, kind: str) -> None:
    end, raised, times = ENDS[name]
    if not times[kind]:
        assert len(call(kind, end, pause=Waits()).sent) == 1, "nothing to read, so nothing that cannot be read"
        return
    with pytest.raises(raised) as caught:
        call(kind, *[end] * 9, pause=Waits())
    assert caught.value.__notes__[-1] == str(times[kind])  # one instance serves several tests


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("status", [423, 429])
def test_what_was_busy_is_asked_again_after_a_wait(status: int, kind: str) -> None:
    waits = Waits()
    assert len(call(kind, answer(status), answer(status), GOOD[kind], pause=waits).sent) == 3
    assert waits.seconds == list(WAITS)


def test_nukis_own_wish_comes_before_ours() -> None:
    waits = Waits()
    call("action", answer(429, retry_after="3"), RECEIPT, pause=waits)
    assert waits.seconds == [3.0]


@pytest.mark.parametrize("patience", [Waits(), None])
def test_a_wait_that_is_too_long_is_said_and_not_waited_for(patience: Waits | None) -> None:
    with pytest.raises(errors.TooManyRequests) as caught:
        call("action", answer(429, retry_after=f"{WAIT_AT_MOST + 1:.0f}"), pause=patience)
    assert caught.value.retry_after == WAIT_AT_MOST + 1
    assert patience is None or patience.seconds == []


def test_an_action_that_was_busy_and_then_unanswered_is_not_sent_again() -> None:
    with pytest.raises(errors.NoAnswer) as caught:
        call("action", answer(423), errors.NoAnswer("x"), RECEIPT, pause=Waits())
    assert caught.value.__notes__ == ["2"]
