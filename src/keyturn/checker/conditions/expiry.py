"""A call that meets an expired token. Serves: expired-token-retry."""

from __future__ import annotations

from collections import Counter

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.custody import calls_for_doors, status
from keyturn.checker.conditions.exchanging import exchanges
from keyturn.checker.evidence import Entry, Evidence

POINT = "expired-token-retry"
MEND = "On 401 renew with the refresh token and repeat the call once: in the one place all calls go through."
TIMES = 2
"""A call and its repetition, for each request of the visitor."""


@condition(
    point=POINT, scenario=("token_expires_before_reading",), standards=("RFC 6750 3.1",),
    expectation="Reading copes with an expired token.", mend=MEND,
)  # fmt: skip
def expired_token_renewed_on_get(evidence: Evidence) -> Seen:
    """The doors' page is what people open first in the morning."""
    return _renewed_for(evidence, "GET")


@condition(
    point=POINT, scenario=("token_expires_between_page_and_button",), standards=("RFC 6750 3.1",),
    expectation="Acting copes with an expired token.", mend=MEND,
)  # fmt: skip
def expired_token_renewed_on_post(evidence: Evidence) -> Seen:
    """A page stands open in a pocket for an hour, and then a door is to be opened."""
    return _renewed_for(evidence, "POST")


@condition(
    point=POINT, scenario=("token_expires_before_disconnecting",), standards=(),
    expectation="Disconnecting works with an expired token.",
    mend="Forget the tokens on your side in any case; what has to be told to Nuki goes through the renewing call.",
)  # fmt: skip
def disconnecting_works_after_the_hour(evidence: Evidence) -> Seen:
    """Who wants to leave is not to be kept by an old token."""
    left = evidence.noted("disconnected")
    if not left:
        return not_there("Nobody disconnected.")
    shown = int(left[-1].value)
    return holds("The visitor was let go.") if shown < 400 else fails(f"It ended on a page with status {shown}.")


@condition(
    point=POINT, scenario=("visitor_connects_again_after_the_hour",), standards=(),
    expectation="Connecting anew works while an expired token is still there.",
    mend="Let the new tokens take the place of the old ones before anything is asked with them.",
)  # fmt: skip
def connecting_works_after_the_hour(evidence: Evidence) -> Seen:
    """People who see trouble connect again, whatever the help says."""
    seen = [one.value for one in evidence.noted("doors")]
    if not evidence.noted("asked again"):
        return not_there("Who is connected is offered no button to connect.")
    return (
        holds("The doors were there.") if seen[-1:] == ["shown"] else fails("The doors were not shown afterwards.")
    )


@condition(
    point=POINT, scenario=("token_dies_before_its_hour",), standards=("RFC 6750 3.1",),
    expectation="A token refused before its hour is renewed as well.",
    mend="Let the 401 decide, not your own clock alone.",
)  # fmt: skip
def dead_token_renewed_before_its_hour(evidence: Evidence) -> Seen:
    """A new consent of the same account has been seen to end the tokens before it."""
    refused = [call for call in calls_for_doors(evidence) if status(call) == 401]
    if not refused:
        return not_there("No call met the dead token.")
    return _repeated(evidence, refused[0])


@condition(
    point=POINT, scenario=("every_answer_is_401",), standards=(),
    expectation="A call that is refused again after the renewal is given up.",
    mend="Repeat once. A second 401 is an answer: show an error with a next step.",
)  # fmt: skip
def refused_call_repeated_once(evidence: Evidence) -> Seen:
    """Storms of 401 on one operation have been seen, and Nuki notices them."""
    begun = evidence.noted("refusals begin")
    refused = [call for call in calls_for_doors(evidence, begun[0]) if status(call) == 401] if begun else []
    if not refused:
        return not_there("No call was refused.")
    visits = sum(one.at >= begun[0].at for one in evidence.by_subject())
    path, count = Counter(call.subject for call in refused).most_common(1)[0]
    allowed = TIMES * visits
    return holds(f"{path} was sent {count} times for {visits} requests of the visitor.", *refused) if (
        count <= allowed) else fails(
        f"{path} was sent {count} times for {visits} requests of the visitor.", *refused)  # fmt: skip


@condition(
    point=POINT, scenario=("token_expires_between_page_and_button", "token_dies_before_its_hour"), standards=(),
    expectation="The repeated call is the one that was refused: same address, same body.",
    mend="Keep the whole request, and change nothing in it but the Authorization header.",
)  # fmt: skip
def refused_call_repeated_unchanged(evidence: Evidence) -> Seen:
    """The endpoint next door acts as well, and never tells whether it worked."""
    calls = calls_for_doors(evidence)
    pairs = [(call, _next(calls, call)) for call in calls if status(call) == 401]
    again = [(one, other) for one, other in pairs if other is not None]
    if not again:
        return not_there("No call was refused and repeated.")
    for one, other in again:
        if one.subject != other.subject or one.details.get("body") != other.details.get("body"):
            return fails(f"{one.subject} was refused, and {other.subject} was sent.", one, other)
    return holds("It was.", *again[0])


@condition(
    point=POINT, scenario=("every_answer_is_403",), standards=("RFC 6750 3.1",),
    expectation="A missing permission is not taken for an expired token.",
    mend="Renew on 401 only; on 403 say which permission is missing and how to give it.",
)  # fmt: skip
def forbidden_is_not_expiry(evidence: Evidence) -> Seen:
    """No new token opens what was never allowed, and each renewal spends a refresh token."""
    begun = evidence.noted("refusals begin")
    refused = [call for call in calls_for_doors(evidence, begun[0]) if status(call) == 403] if begun else []
    if not refused:
        return not_there("No call was answered 403.")
    renewals = [call for call in exchanges(evidence, "refresh_token") if call.sequence > refused[0].sequence]
    return fails("The token was renewed.", refused[0], *renewals) if renewals else holds(
        "The tokens were left alone.", *refused)  # fmt: skip


def _renewed_for(evidence: Evidence, method: str) -> Seen:
    after = evidence.noted("token expired")
    calls = calls_for_doors(evidence, after[0]) if after else ()
    asked = [call for call in calls if call.subject.startswith(f"{method} ")]
    if not asked:
        return not_there(f"No {method} reached Nuki after the hour was over.")
    if status(asked[0]) < 300:
        return holds("The token was renewed before the call.", *exchanges(evidence, "refresh_token"), asked[0])
    return _repeated(evidence, asked[0]) if status(asked[0]) == 401 else fails(
        f"It was answered {status(asked[0])}.", asked[0])  # fmt: skip


def _repeated(evidence: Evidence, refused: Entry) -> Seen:
    renewals = [call for call in exchanges(evidence, "refresh_token") if call.sequence > refused.sequence]
    if not renewals:
        return fails(f"{refused.subject} was answered 401, and the token was not renewed.", refused)
    method = refused.subject.partition(" ")[0]
    later = [call for call in calls_for_doors(evidence) if call.sequence > renewals[0].sequence]
    good = [call for call in later if call.subject.startswith(method) and status(call) < 300]
    return holds("It was renewed, and the call repeated.", refused, renewals[0], good[0]) if good else fails(
        "The token was renewed, and the call not repeated with success.", refused, renewals[0])  # fmt: skip


def _next(calls: tuple[Entry, ...], refused: Entry) -> Entry | None:
    method = refused.subject.partition(" ")[0]
    return next(
        (one for one in calls if one.sequence > refused.sequence and one.subject.startswith(f"{method} ")), None
    )
