"""A refusal of the API as one exception."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from keyturn.client.errors import UnreadableAnswer
from keyturn.client.wire import Request, Response


class Refusal(Struct, frozen=True):
    """The problem document (RFC 9457). ``blame``: who can change it; ``retry``: the same again may help."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str
    blame: str
    retry: bool
    reference: str


class Problem(Exception):
    """What the API refused: ``code`` is for programs, ``detail`` and ``remedy`` for people, ``reference`` for
    the log and the support desk."""

    def __init__(self, told: Refusal) -> None:
        super().__init__(f"{told.detail} ({told.code}) {told.remedy} [{told.reference}]")
        self.status, self.code, self.title, self.detail = told.status, told.code, told.title, told.detail
        self.remedy, self.blame, self.retry = told.remedy, told.blame, told.retry
        self.reference = told.reference


def problem_of(request: Request, response: Response) -> Problem:
    """The problem in an answer. Raises :class:`UnreadableAnswer` for a refusal that somebody in between wrote."""
    try:
        return Problem(msgspec.json.decode(response.body, type=Refusal))
    except msgspec.MsgspecError:
        raise UnreadableAnswer(
            f"{request}: status {response.status} without a problem document; look at the address and the proxy.",
            status=response.status,
        ) from None
