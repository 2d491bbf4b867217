"""The way to Nuki's consent page and back. Serves: registered-https-redirect."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from keyturn.checker.conditions.condition import Seen, condition, fails, holds
from keyturn.checker.evidence import Evidence

POINT = "registered-https-redirect"
CONNECTS = ("visitor_connects", "visitor_denies_consent")
STATE_AT_LEAST = 16
"""Characters: about 128 bits when written in base64 or hex (RFC 6749 10.10 asks for 128)."""


def asked(evidence: Evidence) -> list[dict[str, str]]:
    """The parameters of every way to the consent page, as the subject sent the browser there."""
    found = []
    for one in evidence.by_subject():
        parts = urlsplit(one.location)
        if parts.path.endswith("/oauth/authorize"):
            found.append({name: values[-1] for name, values in parse_qs(parts.query).items()})
    return found


@condition(
    point=POINT, scenario=CONNECTS, standards=("RFC 6749 3.1.2", "RFC 9700 2.1", "ASVS 10.4.1"),
    expectation="The redirect address sent is exactly a registered one.",
    mend="Send redirect_uri character by character as it is registered at Nuki.",
)  # fmt: skip
def redirect_address_is_the_registered_one(evidence: Evidence) -> Seen:
    """Nuki compares character by character: a slash too many is the first cause of failed exchanges."""
    sent = [query.get("redirect_uri", "") for query in asked(evidence)]
    if not sent:
        return fails("The browser was never sent to Nuki's consent page.")
    strange = [uri for uri in sent if uri not in evidence.redirect_uris]
    return fails(f"{strange[0]!r} is not registered.") if strange else holds(f"{sent[0]!r} was sent.")


@condition(
    point=POINT, scenario=CONNECTS, standards=("RFC 9700 2.6",),
    expectation="Every registered redirect address is HTTPS.",
    mend="Register an https address, in development, too.",
)  # fmt: skip
def redirect_address_is_https(evidence: Evidence) -> Seen:
    """The code travels in this address."""
    if not asked(evidence):
        return fails("The browser was never sent to Nuki's consent page.")
    plain = [query["redirect_uri"] for query in asked(evidence)
             if not query.get("redirect_uri", "https://").startswith("https://")]  # fmt: skip
    return fails(f"{plain[0]!r} is not HTTPS.") if plain else holds("Only HTTPS was used.")


@condition(
    point=POINT, scenario=CONNECTS, standards=("RFC 6749 10.12", "RFC 9700 4.7.1", "ASVS 10.2.1"),
    expectation="A long random state goes with every request to connect.",
    mend="Make a new random state of at least 128 bits for each visit, and keep it with the visitor's session.",
)  # fmt: skip
def state_is_random(evidence: Evidence) -> Seen:
    """Without it anybody can connect a stranger's account to a customer's session."""
    states = [query.get("state", "") for query in asked(evidence)]
    if not states:
        return fails("The browser was never sent to Nuki's consent page.")
    short = [state for state in states if len(state) < STATE_AT_LEAST or len(set(state)) < STATE_AT_LEAST // 2]
    if short:
        return fails("There is no state." if not short[0] else f"The state has only {len(short[0])} characters.")
    return fails("The same state was used twice.") if len(set(states)) < len(states) else holds(
        f"A state of {len(states[0])} characters was sent.")  # fmt: skip


@condition(
    point=POINT, scenario=CONNECTS, standards=("RFC 6749 4.1.1",),
    expectation="The code flow is asked for: response_type is code.",
    mend="Send response_type=code: tokens do not belong in an address.",
)  # fmt: skip
def code_flow_is_asked_for(evidence: Evidence) -> Seen:
    """The implicit flow shows the token to the browser."""
    kinds = {query.get("response_type", "") for query in asked(evidence)}
    return holds("response_type was code.") if kinds == {"code"} else fails(f"response_type was {sorted(kinds)}.")
