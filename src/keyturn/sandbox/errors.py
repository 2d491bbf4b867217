"""How the sandbox says no: one exception per kind of refusal, each with the body Nuki would send.

Rooms raise; the dispatcher turns what was raised into an answer.
"""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from keyturn.nuki.errors import (
    UNAUTHORIZED_DETAIL,
    OAuthErrorBody,
    ParameterErrorBody,
    StatusErrorBody,
    refused_value_detail,
)


class SandboxError(Exception):
    """Root of everything the sandbox raises on purpose."""


class SeedError(SandboxError):
    """A seed that cannot be used; the message names the value and the remedy."""


class StateError(SandboxError):
    """A state file that cannot be read; the message names the file and the remedy."""


class Refusal(SandboxError):
    """A call that is answered with an error. ``body`` is JSON."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status}")
        self.status, self.body = status, body


class ParameterRefused(Refusal):
    """400, shape 1: the value and the parameter are named."""

    def __init__(self, parameter: str, value: str) -> None:
        detail = refused_value_detail(parameter, value[:200])
        super().__init__(400, msgspec.json.encode(ParameterErrorBody(detail_message=detail)))


class Unauthorized(Refusal):
    """401, shape 1: no token, a dead one, or one without the scope."""

    def __init__(self) -> None:
        super().__init__(401, msgspec.json.encode(ParameterErrorBody(detail_message=UNAUTHORIZED_DETAIL)))


class PaymentRefused(Refusal):
    """402, shape 1: a subscription is missing."""

    def __init__(self, detail: str) -> None:
        super().__init__(402, msgspec.json.encode(ParameterErrorBody(detail_message=detail)))


class StatusRefused(Refusal):
    """Any other status, shape 2."""

    def __init__(self, status: int, description: str) -> None:
        body = StatusErrorBody(code=status, description=description, reason_phrase=HTTPStatus(status).phrase)
        super().__init__(status, msgspec.json.encode(body))


class OAuthRefused(Refusal):
    """Shape 3, as RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        body = OAuthErrorBody(error=error, error_description=description)
        super().__init__(status, msgspec.json.encode(body))
        self.error = error


class Problem(Refusal):
    """An error of ``/_sandbox``: a problem document (RFC 9457) with a remedy."""

    def __init__(self, status: int, code: str, title: str, *, detail: str, remedy: str) -> None:
        document = {"type": f"keyturn:{code}", "title": title, "detail": detail, "remedy": remedy}
        super().__init__(status, msgspec.json.encode(document))
