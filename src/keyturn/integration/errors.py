"""Everything that can go wrong, cut by what the person must do next.

    IntegrationError
    ├── ConnectFailed        try to connect again
    ├── GrantLost            connect again: Nuki no longer honours the permission
    ├── NukiUnavailable      wait
    ├── RequestRefused       Nuki or we said no; each says which rule
    ├── ActionFailed         look at the door
    ├── WebhookRefused       logged and counted; the sender learns a status only
    ├── CallRefused          a program of the company's asked wrongly; it is answered, no page is shown
    ├── PageRefused          the page asked for cannot be had: signed out, stale form, unknown address
    └── OperatorError        mend the installation

Each has a stable ``code``; its sentences for customers stand in ``web/texts`` under that code, in every
language. Messages of the exceptions are for logs and hold no secrets.

Serves: guided-errors.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Blame(StrEnum):
    """Who can change it."""

    CUSTOMER = "customer"
    INTEGRATOR = "integrator"
    NUKI = "nuki"
    DEVICE = "device"


class IntegrationError(Exception):
    """The root. ``code`` is kebab-case and stable; ``status`` is what a browser or program is answered. ``needs`` is
    the scope whose lack it is, if that is the reason."""

    code: str = "internal"
    status: int = 500
    blame: Blame = Blame.INTEGRATOR
    worth_retrying: bool = False

    def __init__(self, message: str = "", *, code: str | None = None, needs: str = "") -> None:
        self.needs = needs
        if code is not None:
            if code not in self.codes:
                raise ValueError(f"{type(self).__name__} knows no code {code!r}.")
            self.code = code
        super().__init__(message or self.code)

    codes: ClassVar[tuple[str, ...]] = ("internal",)
    """Every code this class may carry; the first is the default."""

    def __init_subclass__(cls) -> None:
        cls.code = cls.codes[0]


class ConnectFailed(IntegrationError):
    """The visit to Nuki brought no permission."""

    codes = (
        "connect-failed",
        "connect-denied",
        "connect-state-unknown",
        "connect-other-browser",
        "connect-code-refused",
        "connect-scopes-missing",
        "connect-no-refresh-token",
        "connect-link-dead",
    )
    status = 400
    blame = Blame.CUSTOMER
    worth_retrying = True


class GrantLost(IntegrationError):
    """No new access token can be had: only the customer can mend that, by connecting again.

    Serves: forced-reconnect.
    """

    codes = ("grant-lost",)
    status = 401
    blame = Blame.CUSTOMER


class NukiUnavailable(IntegrationError):
    """Nuki does not answer, or answers nonsense. Nothing was decided; waiting helps."""

    codes = ("nuki-unavailable", "nuki-busy")
    status = 503
    blame = Blame.NUKI
    worth_retrying = True


class RequestRefused(IntegrationError):
    """The request was understood and refused; repeating it unchanged will not help."""

    codes = (
        "request-refused",
        "unknown-door",
        "unknown-action",
        "setting-value",
        "door-busy",
        "account-not-paid",
        "scope-missing",
        "upgrade-required",
        "conflict",
        "no-keypad",
        "code-exists",
        "code-limit",
        "code-name",
        "code-name-taken",
        "code-window",
        "code-busy",
        "unknown-code",
        "invite-person",
        "invite-exists",
        "invite-limit",
        "invite-spent",
    )
    status = 409
    blame = Blame.CUSTOMER


class ActionFailed(IntegrationError):
    """The door did not do it, or nobody knows whether it did.

    Serves: confirmed-actions.
    """

    codes = ("action-failed", "action-unconfirmed", "action-unknown")
    status = 502
    blame = Blame.DEVICE


class WebhookRefused(IntegrationError):
    """A delivery without a valid signature, for an unknown address, or too large."""

    codes = ("webhook-badly-signed", "webhook-unknown-address", "webhook-too-large")
    status = 401
    blame = Blame.NUKI


class PageRefused(IntegrationError):
    """The page cannot be shown to this visitor now."""

    codes = (
        "signed-out",
        "session-idle",
        "session-over",
        "session-ended",
        "stale-form",
        "not-found",
        "wrong-method",
        "reference-unknown",
        "support-full",
    )
    status = 400
    blame = Blame.CUSTOMER


class CallRefused(IntegrationError):
    """A call of the company's own systems cannot be answered as asked. Its codes never reach a page."""

    codes = (
        "bad-request",
        "key-missing",
        "key-refused",
        "key-scope-missing",
        "unknown-resource",
        "no-such-method",
        "body-too-large",
        "reference-taken",
        "repeat-differs",
        "repeat-running",
        "address-refused",
        "case-settled",
    )
    status = 400


class OperatorError(IntegrationError):
    """The installation is set up wrongly. ``remedy`` tells the operator what to change."""

    codes = ("operator-error", "application-refused", "setting-wrong", "store-unusable")
    status = 500

    def __init__(self, message: str, *, remedy: str, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.remedy = remedy


STATUS_BY_CODE = {
    "signed-out": 401,
    "session-idle": 401,
    "session-over": 401,
    "session-ended": 401,
    "key-missing": 401,
    "key-refused": 401,
    "key-scope-missing": 403,
    "unknown-resource": 404,
    "no-such-method": 405,
    "body-too-large": 413,
    "reference-taken": 409,
    "repeat-differs": 409,
    "repeat-running": 409,
    "address-refused": 422,
    "case-settled": 409,
    "reference-unknown": 404,
    "support-full": 429,
    "not-found": 404,
    "unknown-door": 404,
    "unknown-code": 404,
    "setting-value": 400,
    "code-name": 400,
    "code-window": 400,
    "invite-person": 400,
    "wrong-method": 405,
    "stale-form": 403,
    "webhook-unknown-address": 404,
    "webhook-too-large": 413,
}
"""Where one code of a class is answered otherwise than the class."""


def status_of(error: IntegrationError) -> int:
    """The HTTP status that goes with an error."""
    return STATUS_BY_CODE.get(error.code, error.status)


def every_code() -> tuple[str, ...]:
    """All codes, for the tests that hold texts and pages to them."""

    def walk(kind: type[IntegrationError]) -> list[str]:
        return [*kind.codes, *(code for sub in kind.__subclasses__() for code in walk(sub))]

    return tuple(dict.fromkeys(walk(IntegrationError)))
