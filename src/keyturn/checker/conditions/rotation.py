"""Each renewal brings a new refresh token. Serves: refresh-rotation."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.custody import calls_for_doors, status
from keyturn.checker.conditions.exchanging import exchanges, sent
from keyturn.checker.evidence import Entry, Evidence

POINT = "refresh-rotation"
TROUBLES = ("token_endpoint_is_down", "token_endpoint_hangs_up")
NOTHING = "There was no renewal."


def presented(call: Entry) -> str:
    """The label of the refresh token a renewal sent."""
    return str(sent(call).get("refresh_token", ""))


def given(call: Entry) -> str:
    """The label of the refresh token a call of the token endpoint brought, if any."""
    answer = call.details.get("answer")
    return str(answer.get("refresh_token", "")) if isinstance(answer, dict) else ""


@condition(
    point=POINT, scenario=("token_expires_twice", "renewal_brings_no_refresh_token"),
    standards=("RFC 6749 6", "RFC 9700 4.14.2"),
    expectation="Each renewal sends the newest refresh token.",
    mend="Replace the stored refresh token by the one of the answer, in the same step as the access token.",
)  # fmt: skip
def newest_refresh_token_used(evidence: Evidence) -> Seen:
    """The one before is worth nothing any more."""
    renewals, newest = exchanges(evidence, "refresh_token"), ""
    if not renewals:
        return not_there(NOTHING)
    for call in evidence.calls("POST /oauth/token"):
        if call in renewals and newest and presented(call) != newest:
            return fails(f"{presented(call)} was sent, and {newest} is the newest.", call)
        newest = given(call) or newest
    return holds(f"{len(renewals)} renewals, each with the newest.", *renewals)


@condition(
    point=POINT, scenario=("token_expires_before_an_action", "token_expires_twice", "token_expires_before_a_burst",
                           "renewal_is_refused_for_good"),
    standards=("RFC 9700 4.14.2", "ASVS 10.4.5"),
    expectation="A spent refresh token is never sent again.",
    mend="Store the new refresh token before anything uses the new access token, and one renewal at a time.",
)  # fmt: skip
def spent_refresh_token_is_never_reused(evidence: Evidence) -> Seen:
    """Its reuse looks like theft, and may end the connection."""
    renewals = exchanges(evidence, "refresh_token")
    if not renewals:
        return not_there(NOTHING)
    # What Nuki could not answer has spent nothing.
    twice = [
        label for label, count in Counter(presented(one) for one in renewals if status(one)).items() if count > 1
    ]
    return fails(f"{twice[0]} was sent more than once.", *renewals) if twice else holds(
        f"{len(renewals)} renewals.", *renewals)  # fmt: skip


@condition(
    point=POINT, scenario=("token_expires_before_a_burst",), standards=("RFC 9700 4.14.2",),
    expectation="When many calls meet the expired token, it is renewed once.",
    mend="Renew under a lock for each connection; who comes second takes the token the first one got.",
)  # fmt: skip
def one_renewal_per_burst(evidence: Evidence) -> Seen:
    """The second of two renewals sends a token that the first one spent."""
    renewals, after = exchanges(evidence, "refresh_token"), evidence.noted("token expired")
    asked = calls_for_doors(evidence, after[0]) if after else ()
    if len(asked) < 2:
        return not_there("The burst reached Nuki as one call, or as none.")
    if not renewals:
        return fails("There was no renewal at all.", *asked)
    return holds("One renewal for all of them.", *renewals) if len(renewals) == 1 else fails(
        f"{len(renewals)} renewals.", *renewals)  # fmt: skip


@condition(
    point=POINT, scenario=("renewal_brings_no_refresh_token",), standards=("RFC 6749 6",),
    expectation="When a renewal brings no refresh token, the one there is stays.",
    mend="Overwrite the stored refresh token only with one that came.",
)  # fmt: skip
def refresh_token_kept_when_none_comes(evidence: Evidence) -> Seen:
    """It has been seen to happen; who stores the nothing has lost the customer."""
    renewals = exchanges(evidence, "refresh_token")
    bare = [call for call in renewals if status(call) == 200 and not given(call)]
    if not bare:
        return not_there("No renewal came without one.")
    later = [call for call in renewals if call.sequence > bare[0].sequence]
    if not later:
        return fails("An hour later nothing was renewed.", *renewals)
    same = presented(later[0]) == presented(bare[0]) and status(later[0]) == 200
    return holds("It was used again, and rightly.", *renewals) if same else fails(
        f"The next renewal sent {presented(later[0]) or 'nothing'}.", later[0])  # fmt: skip


@condition(
    point=POINT, scenario=("token_expires_twice",), standards=("RFC 9700 4.14.2",),
    expectation="The new refresh token is stored before the new access token is used.",
    mend="Write both tokens and wait for the write before the call is repeated.",
)  # fmt: skip
def new_refresh_token_stored_before_use(evidence: Evidence) -> Seen:
    """Between the renewal and the write a crash, or the next call, finds the spent one."""
    renewals = exchanges(evidence, "refresh_token")
    if len(renewals) < 2:
        return not_there("There were no two renewals.")
    wrong = [(one, other) for one, other in pairwise(renewals)
             if given(one) and presented(other) != given(one)]  # fmt: skip
    return fails(f"The renewal after {given(wrong[0][0])} was given still sent {presented(wrong[0][1])}.",
                 *wrong[0]) if wrong else holds("The next renewal, at once, had it.", *renewals)  # fmt: skip


@condition(
    point=POINT, scenario=TROUBLES, standards=("RFC 6749 5.2",),
    expectation="Trouble of the token endpoint costs nobody the connection.",
    mend="Only invalid_grant ends a connection; after 5xx, silence or a page of HTML keep the tokens and say: later.",
)  # fmt: skip
def token_trouble_keeps_the_grant(evidence: Evidence) -> Seen:
    """A bad minute of Nuki's must not disconnect every customer."""
    tried = exchanges(evidence, "refresh_token")
    if not tried:
        return not_there(NOTHING)
    looked = [one.value for one in evidence.noted("doors")]
    return holds("When Nuki was well again, the doors were there.", *tried) if looked[-1:] == ["shown"] else fails(
        "When Nuki was well again, the doors were not there without connecting anew.", *tried)  # fmt: skip


@condition(
    point=POINT, scenario=TROUBLES, standards=(),
    expectation="Once the token endpoint works again, the renewal is done.",
    mend="After a failed renewal try again with the next call, or after a short pause.",
)  # fmt: skip
def renewal_works_after_token_trouble(evidence: Evidence) -> Seen:
    """Whoever gives up for good has lost the connection as well."""
    well = evidence.noted("works again")
    tried = exchanges(evidence, "refresh_token")
    if not tried or not well:
        return not_there(NOTHING)
    later = [call for call in tried if call.sequence > well[0].journal]
    good = [call for call in later if status(call) == 200]
    return holds("It was.", *good) if good else fails(
        f"Of {len(later)} renewals afterwards none succeeded.", *tried)  # fmt: skip
