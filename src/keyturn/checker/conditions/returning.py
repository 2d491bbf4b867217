"""Coming back with a state: whose it is, and how often it counts. Serves: registered-https-redirect."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.exchanging import exchanges, sent
from keyturn.checker.evidence import Evidence

POINT = "registered-https-redirect"
STANDARDS = ("RFC 6749 10.12", "RFC 9700 4.7.1", "ASVS 10.1.2")


@condition(
    point=POINT, scenario=("callback_with_a_foreign_state", "callback_without_a_state"), standards=STANDARDS,
    expectation="Who comes back with a state nobody gave out, or with none, gets nothing.",
    mend="Compare the state with the one kept for this visitor, and stop when it differs or is missing.",
)  # fmt: skip
def foreign_state_is_refused(evidence: Evidence) -> Seen:
    """Anybody can write an address with a code of their own into a mail."""
    return _nothing_exchanged(evidence)


@condition(
    point=POINT, scenario=("callback_in_another_browser", "callback_in_a_browser_that_never_asked"),
    standards=STANDARDS,
    expectation="A state counts only in the browser it was made for.",
    mend="Keep the state in the visitor's session, or bind it to a cookie, and compare it with that one only.",
)  # fmt: skip
def state_is_bound_to_the_browser(evidence: Evidence) -> Seen:
    """Otherwise a stranger's account ends up in the customer's session, and the customer's doors with the stranger."""
    return _nothing_exchanged(evidence)


@condition(
    point=POINT, scenario=("state_is_used_again",), standards=("RFC 9700 4.7.1",),
    expectation="A state counts once.",
    mend="Delete the state when it comes back, before anything else is done.",
)  # fmt: skip
def state_is_single_use(evidence: Evidence) -> Seen:
    """An address out of a history or a log must not connect again."""
    calls = exchanges(evidence, "authorization_code")
    if not calls:
        return not_there("Not even the first way back was taken.")
    codes = {sent(call).get("code") for call in calls}
    return holds("The second way back was refused.", *calls) if len(codes) == 1 else fails(
        f"{len(codes)} codes were exchanged with the same state.", *calls)  # fmt: skip


def _nothing_exchanged(evidence: Evidence) -> Seen:
    if not evidence.noted("came back"):
        return not_there("Nobody came back.")
    calls = exchanges(evidence, "authorization_code")
    return fails("The code was exchanged all the same.", *calls) if calls else holds("The code was left alone.")
