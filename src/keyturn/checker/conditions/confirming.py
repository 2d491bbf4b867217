"""Accepted is not done. Serves: confirmed-actions, guided-errors."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.evidence import Evidence
from keyturn.nuki.webhooks import ACCEPTED_STATUSES

POINT = "confirmed-actions"
UNLOCKS = ("visitor_unlocks_and_webhook_confirms",)
ANSWER_SECONDS = 5.0
"""A receiver that thinks longer is near what Nuki counts as a failure; the limit is not documented, ours."""


@condition(
    point=POINT, scenario=UNLOCKS,
    expectation="While only accepted, an action is not shown as done.",
    mend="Show that the lock was asked; show success when the webhook with its request id came.",
)  # fmt: skip
def accepted_is_not_shown_as_success(evidence: Evidence) -> Seen:
    """The door may be blocked, out of reach, or slow."""
    moves = evidence.noted("door moves")
    early = [one for one in evidence.noted("outcome") if moves and one.exchanges <= moves[0].exchanges]
    if not early:
        return not_there("Nobody looked before the door moved.")
    return fails("Success was shown before the door had moved.") if early[-1].value == "confirmed" else holds(
        f"It was shown as {early[-1].value}.")  # fmt: skip


@condition(
    point=POINT, scenario=(*UNLOCKS, "token_expires_before_an_action"),
    expectation="Once the webhook came, the action is shown as done.",
    mend="Match the webhook's requestId with the one the advanced action answered, and show the outcome.",
)  # fmt: skip
def webhook_confirms_the_action(evidence: Evidence) -> Seen:
    """The customer wants to know."""
    words = [one.value for one in evidence.noted("outcome")]
    last = words[-1] if words else "never shown"
    return (
        holds("It was shown as confirmed.") if last == "confirmed" else fails(f"At last it was shown as {last}.")
    )


@condition(
    point=POINT, scenario=("webhooks_of_each_kind_arrive",),
    expectation="Every webhook is answered 200, 202 or 204, fast.",
    mend="Verify, store, answer 204, and work afterwards.",
)  # fmt: skip
def webhook_is_answered_fast_and_well(evidence: Evidence) -> Seen:
    """Above 5 % failures Nuki complains, later it stops sending."""
    if not evidence.hooks:
        return fails("No webhook left: none was registered, or the scope is missing.")
    bad = [hook for hook in evidence.hooks if not hook.forged and hook.status not in ACCEPTED_STATUSES]
    if bad:
        return fails(f"A webhook was answered {bad[0].status or bad[0].trouble}.")
    slowest = max(hook.seconds for hook in evidence.hooks)
    return holds("Each was accepted in time.") if slowest < ANSWER_SECONDS else fails(f"One took {slowest:.1f} s.")


@condition(
    point="guided-errors", scenario=("visitor_denies_consent",), standards=("ASVS 16.5.1",),
    expectation="A refusal leads to a calm page with a way on.",
    mend="Answer `error=access_denied` by a page that says nothing was connected, with a link to try again.",
)  # fmt: skip
def refusal_leads_to_a_page_with_a_way_on(evidence: Evidence) -> Seen:
    """Saying no is allowed."""
    pages = evidence.by_subject()
    if not pages or pages[-1].status >= 500:
        return fails(f"The last page had status {pages[-1].status if pages else 'none'}.")
    last = pages[-1].body
    if "Traceback (most recent call last)" in last:
        return fails("The page shows a stack trace.")
    return holds("A page with a way on was shown.") if "<a " in last or "<form" in last or "{" in last else fails(
        "The page offers no way on.")  # fmt: skip
