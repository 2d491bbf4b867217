"""Fakes for the client's tests: a network that answers from a list, and a source of tokens that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from keyturn.client.errors import ClientError
from keyturn.client.wire import Request, Response
from keyturn.secrecy import Secret


@dataclass
class FakeTransport:
    """Gives the next answer, or raises it; keeps what was sent."""

    answers: Sequence[Response | ClientError]
    sent: list[Request] = field(default_factory=list)
    closed: bool = False

    async def send(self, request: Request) -> Response:
        self.sent.append(request)
        answer = self.answers[len(self.sent) - 1]
        if isinstance(answer, ClientError):
            raise answer
        return answer

    async def aclose(self) -> None:
        self.closed = True

    def bearers(self) -> list[str]:
        return [request.bearer.reveal() if request.bearer else "" for request in self.sent]


@dataclass
class FakeTokens:
    """``first`` until renewed, then ``second``."""

    renewals: list[str] = field(default_factory=list)
    refusal: Exception | None = None

    async def token(self) -> Secret:
        return Secret("second" if self.renewals else "first")

    async def renew(self, seen: Secret) -> Secret:
        if self.refusal:
            raise self.refusal
        self.renewals.append(seen.reveal())
        return Secret("second")


def ok(body: Any, status: int = 200) -> Response:
    return Response(status, {"content-type": "application/json"}, msgspec.json.encode(body))


def answer(status: int, body: str = "", **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): text for name, text in headers.items()}, body.encode())


SMARTLOCK = {
    "smartlockId": 17618910285,
    "accountId": 100200,
    "type": 4,
    "authId": 7,
    "name": "Front door",
    "favorite": True,
    "serverState": 0,
    "adminPinState": 0,
    "somethingNew": {"of": "Nuki's"},
}
UNAUTHORIZED = answer(401, '{"detailMessage":"Your access token is not authorized","stackTrace":[]}')
