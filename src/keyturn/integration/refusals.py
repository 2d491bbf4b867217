"""Nuki's errors in our terms: one table, so that each has one code and one remedy wherever a customer meets it.

What it means for a door that an answer never came is decided by who asked, before this table is.

Serves: guided-errors.
"""

from __future__ import annotations

from keyturn.client import errors
from keyturn.integration.errors import GrantLost, IntegrationError, NukiUnavailable, RequestRefused

MEANINGS: dict[type[errors.ClientError], tuple[type[IntegrationError], str]] = {
    errors.Unauthorized: (RequestRefused, "scope-missing"),  # renewed once, and refused again
    errors.Forbidden: (RequestRefused, "scope-missing"),
    errors.NotFound: (RequestRefused, "unknown-door"),
    errors.PaymentRequired: (RequestRefused, "account-not-paid"),
    errors.UpgradeRequired: (RequestRefused, "upgrade-required"),
    errors.Conflict: (RequestRefused, "conflict"),
    errors.Locked: (RequestRefused, "door-busy"),
    errors.Refused: (RequestRefused, "request-refused"),
    errors.GrantRefused: (GrantLost, "grant-lost"),
    errors.TooManyRequests: (NukiUnavailable, "nuki-busy"),
    errors.NoConnection: (NukiUnavailable, "nuki-unavailable"),
    errors.CircuitOpen: (NukiUnavailable, "nuki-unavailable"),
    errors.NoAnswer: (NukiUnavailable, "nuki-unavailable"),
    errors.ServerTrouble: (NukiUnavailable, "nuki-unavailable"),
    errors.UnreadableAnswer: (NukiUnavailable, "nuki-unavailable"),
    errors.ApplicationRefused: (
        NukiUnavailable,
        "nuki-unavailable",
    ),  # with a token asked for: the keeper says more
    errors.OAuthTrouble: (NukiUnavailable, "nuki-unavailable"),
}
NO_KEYPAD = "parameter 'type'"
"""In what Nuki says where a code has no keypad to go to (reported: F16794, F39051)."""


def refusal_of(error: errors.ClientError | IntegrationError, *, conflict: str = "conflict") -> IntegrationError:
    """The client's error in terms of what the customer can do. ``conflict``: what a 409 means for what was asked."""
    if isinstance(error, IntegrationError):
        return error
    kind, code = MEANINGS[type(error)]
    if isinstance(error, errors.Conflict):
        code = conflict
    elif isinstance(error, errors.Refused) and NO_KEYPAD in error.detail:
        code = "no-keypad"
    needs = error.any_of[0] if error.any_of else ""
    return kind(f"{error} The scope {needs} opens it." if needs else str(error), code=code, needs=needs)
