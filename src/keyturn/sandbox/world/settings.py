"""Named settings of a world: where Nuki's behaviour is unknown, was seen both ways, or may be wished stricter."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from keyturn.nuki import oauth
from keyturn.nuki.confidence import Confidence, Rule

RULES = (
    Rule(
        "reauthorisation_ends_tokens (off): a new consent of the same account kills the access tokens of those before.",
        Confidence.REPORTED,
        "X-events saw it, others did not",
    ),
    Rule(
        "renewal_without_refresh_token (off): a renewal's answer has no refresh_token, and the old one stays valid.",
        Confidence.REPORTED,
        "X-homey, X-events",
    ),
    Rule(
        "token_answer_as_text (off): the token answer is labelled text/plain.",
        Confidence.REPORTED,
        "X-homey",
    ),
    Rule(
        "access_token_seconds (3600) and refresh_token_seconds (90 days) are the lifetimes given out from then on.",
        Confidence.GUESSED,
        "D-int for the hour; X-recv for the days",
    ),
    Rule(
        "changes_while_offline (lost): what is asked of a device out of reach is lost, or comes late, when it is back.",
        Confidence.REPORTED,
        "F29886, F19378 for the first; F16273, X-b24 for the second",
    ),
    Rule(
        "testing_accounts_at_most and testing_calls_an_hour (no limit): how many accounts besides its owner's an "
        "application in TESTING may be connected with (access_denied beyond), and how many calls its tokens may make "
        "an hour (429 with Retry-After beyond).",
        Confidence.GUESSED,
        "our choice: D-int and S-25 name the state and no limit",
    ),
    Rule(
        "strict (off): PKCE with S256 is required, plain is refused, and nothing of a token request may stand in its "
        "address.",
        Confidence.GUESSED,
        "not Nuki's: RFC 9700 section 2.1.1 and RFC 6749 section 2.3.1, for those who want to be ready",
    ),
)

Seconds = Annotated[int, msgspec.Meta(ge=1, le=10 * 366 * 24 * 3600)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As far as is known, the defaults are Nuki's own ways."""

    strict: bool = False
    """Rules of RFC 9700 that Nuki does not enforce."""
    reauthorisation_ends_tokens: bool = False
    renewal_without_refresh_token: bool = False
    token_answer_as_text: bool = False
    access_token_seconds: Seconds = oauth.ACCESS_TOKEN_SECONDS
    refresh_token_seconds: Seconds = oauth.REFRESH_TOKEN_SECONDS
    mark_guesses: bool = False
    """Name, in the header ``X-Keyturn-Guessed`` of each answer, the guesses it may rest on."""
    testing_accounts_at_most: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Besides the account the application belongs to."""
    testing_calls_an_hour: Annotated[int, msgspec.Meta(ge=1)] | None = None
    changes_while_offline: Literal["lost", "late"] = "lost"
    """Of authorizations, while their device is out of reach."""

    def changed(self, changes: dict[str, object]) -> Settings:
        """With other values. Raises :class:`msgspec.ValidationError` naming what is wrong."""
        return msgspec.convert({**msgspec.structs.asdict(self), **changes}, Settings)
