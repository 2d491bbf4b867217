"""Tokens kept, carried and renewed. Serves: token-custody, refresh-rotation, expired-token-retry."""

from __future__ import annotations

from collections import Counter

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.exchanging import exchanges
from keyturn.checker.evidence import Entry, Evidence

CALLS = ("visitor_connects", "visitor_unlocks_and_webhook_confirms", "token_expires_before_an_action")
EXPIRES = ("token_expires_before_an_action",)


def spent(call: Entry) -> str:
    """The label of the refresh token a renewal sent."""
    return str({**call.details.get("query", {}), **call.details.get("body", {})}.get("refresh_token", ""))


@condition(
    point="token-custody", scenario=CALLS, standards=("RFC 6750 5.3", "ASVS 10.3.1"),
    expectation="Tokens reach no page, no script, no address.",
    mend="Keep tokens on the server, and give the browser a session cookie instead.",
)  # fmt: skip
def tokens_stay_on_the_server(evidence: Evidence) -> Seen:
    """A token opens doors."""
    tokens = ("access_token", "refresh_token")
    seen = [one for one in evidence.sightings if one.canary in tokens and "output" not in one.place]
    return fails(f"The {seen[0].canary} was seen in the {seen[0].place}.") if seen else holds("None was seen.")


@condition(
    point="token-custody", scenario=CALLS, standards=("ASVS 16.2.5",),
    expectation="No secret is printed or logged.",
    mend="Take tokens, codes and secrets out of log lines; wrap them in a type that does not print.",
)  # fmt: skip
def no_secret_is_logged(evidence: Evidence) -> Seen:
    """Logs are copied, mailed and kept."""
    seen = [one.canary for one in evidence.sightings if "output" in one.place]
    return fails(f"The subject printed the {seen[0]}.") if seen else holds("Its output holds none.")


@condition(
    point="token-custody", scenario=CALLS, standards=("RFC 6750 2.3", "RFC 9700 4.3.2"),
    expectation="The access token travels in the Authorization header only.",
    mend="Send `Authorization: Bearer …`; never put a token in an address.",
)  # fmt: skip
def bearer_is_in_the_header_only(evidence: Evidence) -> Seen:
    """Addresses are written down by every server on the way."""
    wrong = [call for call in evidence.calls("") if "access_token" in call.details.get("query", {})]
    return fails("A token stood in an address.", *wrong) if wrong else holds("No address held a token.")


@condition(
    point="refresh-rotation", scenario=EXPIRES, standards=("RFC 9700 4.14.2",),
    expectation="A spent refresh token is never sent again.",
    mend="Store the new refresh token before anything uses the new access token, and one renewal at a time.",
)  # fmt: skip
def spent_refresh_token_is_never_reused(evidence: Evidence) -> Seen:
    """Its reuse looks like theft, and may end the connection."""
    calls = exchanges(evidence, "refresh_token")
    if not calls:
        return not_there("There was no renewal.")
    twice = [label for label, count in Counter(map(spent, calls)).items() if count > 1]
    return (
        fails(f"{twice[0]} was sent more than once.", *calls)
        if twice
        else holds(f"{len(calls)} renewals.", *calls)
    )


@condition(
    point="expired-token-retry", scenario=EXPIRES, standards=("RFC 6750 3.1",),
    expectation="After the access token expired it is renewed, once, and the action is asked again.",
    mend="On 401, or shortly before the expiry, renew with the refresh token and repeat the call once.",
)  # fmt: skip
def expired_token_is_renewed_once(evidence: Evidence) -> Seen:
    """An hour is over while a customer stands at the door."""
    calls = exchanges(evidence, "refresh_token")
    if len(calls) != 1:
        return fails(f"There were {len(calls)} renewals.", *calls)
    actions = [call for call in evidence.calls("POST /smartlock/") if call.sequence > calls[0].sequence]
    good = [call for call in actions if int(call.details.get("status", 0)) < 300]
    return holds("One renewal, and then the action was accepted.", calls[0], *good) if good else fails(
        "The token was renewed, but the action was not asked again.", *calls)  # fmt: skip
