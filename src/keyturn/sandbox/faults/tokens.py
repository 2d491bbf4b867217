"""Faults on the way to a token."""

from __future__ import annotations

from keyturn.nuki.confidence import Confidence
from keyturn.sandbox.faults.effects import (
    AnswerInstead,
    Delays,
    DeniesConsent,
    Edits,
    EndsEarlierTokens,
    HangsUp,
    KeepsRefreshToken,
    NeverAnswers,
    RefuseRefresh,
    Relabels,
)
from keyturn.sandbox.faults.fault import Fault, Hook
from keyturn.sandbox.wire.answer import HTML, TEXT

TOKEN = "token"  # noqa: S105
"""Name of the token endpoint's operation."""
GUESSED = Confidence.GUESSED
SLOW_SECONDS = 20.0
SHORT_SECONDS = 60
_DOWN = b"<html><head><title>503 Service Temporarily Unavailable</title></head><body>No server.</body></html>"

FAULTS: tuple[Fault, ...] = (
    Fault("refresh_refused", Hook.ON_TOKEN,
          "The refresh token is refused as invalid_grant and the whole chain is revoked.", "X-hydra", RefuseRefresh()),
    Fault("token_endpoint_down", Hook.BEFORE, "The token endpoint answers 503 with a page of HTML.",
          "X-ng: issue 200", AnswerInstead(503, HTML, _DOWN), operation=TOKEN),
    Fault("token_endpoint_silent", Hook.BEFORE, "The token endpoint never answers, and rotates nothing.",
          "any network", NeverAnswers(), operation=TOKEN, confidence=GUESSED),
    Fault("token_endpoint_slow", Hook.AFTER, "The token endpoint rotates at once and answers after 20 seconds.",
          "any network", Delays(SLOW_SECONDS), operation=TOKEN, confidence=GUESSED),
    Fault("token_answer_lost", Hook.AFTER, "The tokens are rotated and the answer with the new pair is lost.",
          "any network; X-hydra", HangsUp(), operation=TOKEN, confidence=GUESSED),
    Fault("token_answer_without_refresh", Hook.ON_TOKEN,
          "A renewal's answer has no refresh_token; the one presented stays valid.", "X-homey, X-events",
          KeepsRefreshToken()),
    Fault("token_answer_as_text", Hook.AFTER, "The token answer is labelled text/plain.", "X-homey",
          Relabels(TEXT), operation=TOKEN),
    Fault("token_answer_without_lifetime", Hook.AFTER, "The token answer has no expires_in.", "X-events",
          Edits(without=("expires_in",)), operation=TOKEN),
    Fault("token_short_lived", Hook.AFTER,
          "The token answer says expires_in 60, or the seconds given; the token lives on.",
          "D-int says one hour; a reader may not count on it", Edits(instead={"expires_in": SHORT_SECONDS}),
          operation=TOKEN, confidence=GUESSED),
    Fault("earlier_tokens_die", Hook.ON_TOKEN,
          "A new consent of the same account kills the access tokens of those before.", "X-events",
          EndsEarlierTokens()),
    Fault("consent_denied", Hook.ON_CONSENT, "Whoever signs in denies at once: error=access_denied.",
          "RFC 6749 section 4.1.2.1", DeniesConsent(), confidence=GUESSED),
)  # fmt: skip
