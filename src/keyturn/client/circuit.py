"""A circuit for one Nuki: while nothing gets through, nothing more is sent, and callers learn at once to wait.

The rules are a table over (state, what happened). ``closed`` lets everything pass; ``open`` nothing, for a while that
doubles with every failed probe; ``half_open`` means that one probe is on its way. The probe is a question of our own
that moves nothing: a customer's door is never the guinea pig.
"""

from __future__ import annotations

from enum import StrEnum

from keyturn.client.errors import CircuitOpen, ClientError, NoAnswer, NoConnection, UnreadableAnswer
from keyturn.client.transport import Transport
from keyturn.client.wire import Request, Response
from keyturn.clock import Clock
from keyturn.nuki.endpoints import GET_ACCOUNT

FAILURES = 5
"""In a row, whoever's calls they were. Ours to choose, as are the seconds."""
OPEN_SECONDS, OPEN_AT_MOST = 5.0, 60.0
GATEWAY = frozenset({502, 503, 504})
"""Said by what stands before Nuki, or by a Nuki that has no room. A 500 is about one request and opens nothing."""


class CircuitState(StrEnum):
    """Whether calls pass."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class CircuitEvent(StrEnum):
    """What moves a circuit."""

    ANSWERED = "answered"
    FAILED_TOO_OFTEN = "failed_too_often"
    WAITED = "waited"
    PROBE_FAILED = "probe_failed"


_S, _E = CircuitState, CircuitEvent
TRANSITIONS: dict[tuple[CircuitState, CircuitEvent], CircuitState] = {
    (_S.CLOSED, _E.FAILED_TOO_OFTEN): _S.OPEN,
    (_S.OPEN, _E.WAITED): _S.HALF_OPEN,
    (_S.HALF_OPEN, _E.PROBE_FAILED): _S.OPEN,
    (_S.HALF_OPEN, _E.ANSWERED): _S.CLOSED,
    # A call that left before the circuit opened may still come home.
    (_S.OPEN, _E.ANSWERED): _S.CLOSED,
}


def got_through(answer: Response | ClientError) -> bool:
    """Whether somebody at Nuki has heard the request at all."""
    match answer:
        case NoConnection() | NoAnswer() | UnreadableAnswer():
            return False
        case Response():
            return answer.status not in GATEWAY
    return True


class Circuit:
    """A transport that stops asking. One for all accounts, because they all ask the same Nuki.

    Raises :class:`CircuitOpen` instead of sending, with ``retry_after`` in seconds.
    """

    def __init__(self, inner: Transport, clock: Clock) -> None:
        self._inner, self._clock = inner, clock
        self.state = CircuitState.CLOSED
        self._failures, self._wait = 0, OPEN_SECONDS
        self._until = clock.now().timestamp()

    async def send(self, request: Request) -> Response:
        await self._pass(request)
        try:
            response = await self._inner.send(request)
        except ClientError as error:
            self._heard(got_through(error))
            raise
        self._heard(got_through(response))
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _pass(self, request: Request) -> None:
        if self.state is CircuitState.CLOSED:
            return
        rest = self._until - self._clock.now().timestamp()
        if self.state is CircuitState.HALF_OPEN or rest > 0:
            raise CircuitOpen(f"{request}: not sent, Nuki has not been answering.", retry_after=max(rest, 1.0))
        self._step(CircuitEvent.WAITED)
        try:
            alive = got_through(await self._inner.send(Request(GET_ACCOUNT.method, GET_ACCOUNT.path)))
        except ClientError as error:
            alive = got_through(error)
        except BaseException:
            self._open(CircuitEvent.PROBE_FAILED)  # the caller left: somebody else probes later
            raise
        if not alive:
            self._wait = min(self._wait * 2, OPEN_AT_MOST)
            self._open(CircuitEvent.PROBE_FAILED)
            raise CircuitOpen(f"{request}: not sent, Nuki still does not answer.", retry_after=self._wait)
        self._heard(True)

    def _heard(self, through: bool) -> None:
        if through:
            self._failures, self._wait = 0, OPEN_SECONDS
            self._step(CircuitEvent.ANSWERED)
            return
        self._failures += 1
        if self._failures >= FAILURES and self.state is CircuitState.CLOSED:
            self._open(CircuitEvent.FAILED_TOO_OFTEN)

    def _open(self, event: CircuitEvent) -> None:
        self._until = self._clock.now().timestamp() + self._wait
        self._step(event)

    def _step(self, event: CircuitEvent) -> None:
        self.state = TRANSITIONS.get((self.state, event), self.state)
