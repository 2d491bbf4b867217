"""The way to Nuki's consent page. Serves: registered-https-redirect."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import parse_qs

from keyturn.checker.conditions.address import parts
from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.exchanging import exchanges, sent
from keyturn.checker.evidence import Evidence

POINT = "registered-https-redirect"
ASKS = ("visitors_ask_to_connect",)
NEVER = "The browser was never sent to Nuki's consent page."
STATE_AT_LEAST = 16
"""Characters: about 128 bits when written in base64 or hex (RFC 6749 10.10 asks for 128)."""
DIFFERENT_AT_LEAST = 10
"""Places in which any two states differ; of random ones nearly all do."""


def asked(evidence: Evidence) -> list[dict[str, str]]:
    """The parameters of every way to the consent page, as the subject sent the browser there.

    By a script or a link there is no redirect to be seen, and a person's browser is not watched: then Nuki's own
    page tells with what it was opened.
    """
    ways = [] if evidence.way == "guided" else [parts(one.location) for one in evidence.by_subject()]
    if found := [parse_qs(way.query) for way in ways if way.path.endswith("/oauth/authorize")]:
        return [{name: values[-1] for name, values in query.items()} for query in found]
    return [call.details.get("query", {}) for call in evidence.calls("GET /oauth/authorize")]


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 6749 3.1.2", "RFC 9700 2.1", "ASVS 10.4.1"),
    expectation="The redirect address sent is exactly a registered one.",
    mend="Send redirect_uri character by character as it is registered at Nuki.",
)  # fmt: skip
def redirect_address_is_the_registered_one(evidence: Evidence) -> Seen:
    """Nuki compares character by character: a slash too many is the first cause of failed exchanges."""
    sent_uris = [query.get("redirect_uri", "") for query in asked(evidence)]
    if not sent_uris:
        return fails(NEVER)
    strange = [uri for uri in sent_uris if uri not in evidence.redirect_uris]
    return fails(f"{strange[0]!r} is not registered.") if strange else holds(f"{sent_uris[0]!r} was sent.")


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 9700 2.6",),
    expectation="Every redirect address, registered or sent, is HTTPS.",
    mend="Register an https address, in development, too.",
)  # fmt: skip
def redirect_address_is_https(evidence: Evidence) -> Seen:
    """The code travels in this address."""
    if not asked(evidence):
        return fails(NEVER)
    every = [*evidence.redirect_uris, *(query.get("redirect_uri", "https://") for query in asked(evidence))]
    plain = [uri for uri in every if not uri.startswith("https://")]
    return fails(f"{plain[0]!r} is not HTTPS.") if plain else holds("Only HTTPS was used.")


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 9700 4.1.3",),
    expectation="Every visitor is sent with the same redirect address.",
    mend="Keep the address in one setting; what belongs to a visit goes into the session, found by the state.",
)  # fmt: skip
def redirect_is_always_the_same(evidence: Evidence) -> Seen:
    """An address that varies cannot be registered."""
    uris = {query.get("redirect_uri", "") for query in asked(evidence)}
    if not uris:
        return fails(NEVER)
    return (
        holds("It was the same each time.") if len(uris) == 1 else fails(f"{len(uris)} different ones were sent.")
    )


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("RFC 6749 4.1.3",),
    expectation="The exchange repeats the redirect address of the consent.",
    mend="Send the same redirect_uri with the code as with the request for it.",
)  # fmt: skip
def redirect_is_repeated_in_the_exchange(evidence: Evidence) -> Seen:
    """So a code that was led astray is worth nothing."""
    calls, ways = exchanges(evidence, "authorization_code"), asked(evidence)
    if not calls or not ways:
        return not_there("No code was exchanged.")
    wrong = [call for call in calls if sent(call).get("redirect_uri") != ways[-1].get("redirect_uri")]
    if not wrong:
        return holds("It was repeated.", *calls)
    said = sent(wrong[0]).get("redirect_uri")
    return fails(f"The exchange said {said!r}." if said else "The exchange named no redirect_uri.", *wrong)


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 6749 4.1.1", "RFC 9700 2.1.2", "ASVS 10.4.4"),
    expectation="The code flow is asked for: response_type is code.",
    mend="Send response_type=code: tokens do not belong in an address.",
)  # fmt: skip
def code_flow_is_asked_for(evidence: Evidence) -> Seen:
    """The implicit flow shows the token to the browser."""
    kinds = {query.get("response_type", "") for query in asked(evidence)}
    return holds("response_type was code.") if kinds == {"code"} else fails(f"response_type was {sorted(kinds)}.")


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 6749 10.12", "RFC 9700 4.7.1", "ASVS 10.2.1"),
    expectation="A new random state goes with every request to connect.",
    mend="Make a new random state for each visit, and keep it with the visitor's session.",
)  # fmt: skip
def state_is_random(evidence: Evidence) -> Seen:
    """Who can guess it can connect an account of their own to a customer's session."""
    states = [query.get("state", "") for query in asked(evidence)]
    if len(states) < 2:
        return fails(NEVER)
    if not all(states):
        return fails("There is no state.")
    if len(set(states)) < len(states):
        return fails("The same state was used for two visitors.")
    alike = min(_differing(one, other) for one, other in combinations(states, 2))
    enough = alike >= min(DIFFERENT_AT_LEAST, len(states[0]) // 2)
    return holds(f"Any two states differed in {alike} places or more.") if enough else fails(
        f"Two visitors' states differ in {alike} places only: the next one can be guessed.")  # fmt: skip


@condition(
    point=POINT, scenario=ASKS, standards=("RFC 6749 10.10", "RFC 9700 4.7.1"),
    expectation="The state is long enough that nobody finds it by trying.",
    mend="Make the state of 16 random bytes or more.",
)  # fmt: skip
def state_is_long_enough(evidence: Evidence) -> Seen:
    """Four digits are tried out in a minute."""
    states = [query.get("state", "") for query in asked(evidence)]
    if not states:
        return fails(NEVER)
    short = min(states, key=len)
    return fails(f"A state had {len(short)} characters.") if len(short) < STATE_AT_LEAST else holds(
        f"The shortest had {len(short)} characters.")  # fmt: skip


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))
