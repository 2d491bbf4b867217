"""The subject's own keys and passwords. Serves: token-custody."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, condition, fails, holds
from keyturn.checker.conditions.exchanging import seen_outside
from keyturn.checker.evidence import Evidence


@condition(
    point="token-custody", standards=("ASVS 13.3.1",),
    scenario=("visitor_connects", "visitor_looks_around", "nobody_began_this_connection"),
    expectation="The subject's own keys are shown to nobody.",
    mend="Keep keys in the environment of the process, and put nothing of the environment into a page.",
)  # fmt: skip
def own_keys_stay_on_the_server(evidence: Evidence) -> Seen:
    """The key that tokens are encrypted with is worth all of them."""
    seen = seen_outside(evidence, "random_key", "random_token")
    return fails(f"The {seen[0]}.") if seen else holds("None was seen.")
