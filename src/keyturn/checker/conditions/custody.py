"""Tokens kept and carried. Serves: token-custody."""

from __future__ import annotations

import re

from keyturn.checker.conditions.authorizing import asked
from keyturn.checker.conditions.condition import Seen, asks, condition, fails, holds, not_there, warns
from keyturn.checker.conditions.exchanging import BY_ITSELF, exchanges, seen_outside
from keyturn.checker.evidence import Entry, Evidence, Moment

POINT = "token-custody"
CALLS = ("visitor_connects", "visitor_unlocks_and_webhook_confirms", "token_expires_before_an_action")
SESSION_AT_LEAST = 16
_COOKIE = re.compile(r"^([^=;\s]+)=‹(\d+) characters›(.*)$")


def calls_for_doors(evidence: Evidence, after: Moment | None = None) -> tuple[Entry, ...]:
    """The subject's calls of Nuki's API, without those of the token endpoint; since a moment, if one is given."""
    since = (
        evidence.journal[0].sequence - 1 if evidence.journal and after is None else after.journal if after else 0
    )
    return tuple(
        call for call in evidence.calls("")
        if call.sequence > since and call.details.get("operation") and "/oauth/" not in call.subject
    )  # fmt: skip


def status(call: Entry) -> int:
    """How Nuki answered; 0 when not at all."""
    return int(call.details.get("status", 0))


@condition(
    point=POINT, scenario=CALLS, standards=("RFC 6750 2.3", "RFC 9700 4.3.2", "ASVS 14.2.1"),
    expectation="The access token travels in the Authorization header only.",
    mend="Send `Authorization: Bearer …`; never put a token in an address.",
)  # fmt: skip
def bearer_is_in_the_header_only(evidence: Evidence) -> Seen:
    """Addresses are written down by every server on the way."""
    calls = calls_for_doors(evidence)
    wrong = [call for call in calls if "access_token" in (call.details.get("query") or {})]
    if not calls:
        return not_there("No call was made.")
    return fails("A token stood in an address.", *wrong) if wrong else holds("No address held a token.", *calls)


@condition(
    point=POINT, scenario=CALLS, standards=("RFC 6750 2.1",),
    expectation="Every call carries the access token at once.",
    mend="Send the Authorization header with each call; do not wait to be asked for it.",
)  # fmt: skip
def every_call_carries_the_bearer(evidence: Evidence) -> Seen:
    """A call without it is refused, and counts among those Nuki looks at."""
    calls = calls_for_doors(evidence)
    bare = [call for call in calls if status(call) == 401 and "credential" not in call.details]
    if not calls:
        return not_there("No call was made.")
    return fails(f"{bare[0].subject} came without a token.", *bare) if bare else holds("Each did.", *calls)


@condition(
    point=POINT, scenario=("token_expires_before_an_action", "token_expires_before_reading"),
    standards=("RFC 6749 1.5", "RFC 6750 3.1"),
    expectation="After the access token expired it is renewed, once.",
    mend="On 401, or shortly before the expiry, renew with the refresh token and repeat the call once.",
)  # fmt: skip
def expired_token_is_renewed_once(evidence: Evidence) -> Seen:
    """An hour is over while a customer stands at the door."""
    renewals = exchanges(evidence, "refresh_token")
    after = evidence.noted("token expired")
    if not after or (not renewals and not calls_for_doors(evidence, after[0])):
        return not_there("Nothing was asked of Nuki after the hour was over.")
    if len(renewals) != 1:
        return fails(f"There were {len(renewals)} renewals.", *renewals)
    calls = [call for call in calls_for_doors(evidence) if call.sequence > renewals[0].sequence]
    good = [call for call in calls if status(call) < 300]
    return holds("One renewal, and the next call was accepted.", renewals[0], *good) if good else fails(
        "The token was renewed, and no call after it was accepted.", *renewals)  # fmt: skip


@condition(
    point=POINT, scenario=("token_is_said_to_live_a_second",), standards=("RFC 6749 5.1",),
    expectation="The token's life is taken from expires_in, and it is renewed when that is over.",
    mend="Keep the instant at which the token ends (now + expires_in) beside it, and renew before a call after that.",
)  # fmt: skip
def expires_in_is_obeyed(evidence: Evidence) -> Seen:
    """Waiting for the 401 works as well, at the price of a refused call for each customer and hour."""
    after = evidence.noted("token expired")
    if not after or not calls_for_doors(evidence, after[0]):
        return not_there("Nothing was asked of Nuki after the token was over.")
    renewals = exchanges(evidence, "refresh_token")
    return holds("It was renewed.", *renewals) if renewals else warns(
        "Nuki said that the token lives for a second, and the subject went on using it.",
        *calls_for_doors(evidence, after[0]))  # fmt: skip


@condition(
    point=POINT, scenario=("token_answer_is_labelled_as_text", "renewal_is_labelled_as_text"), standards=(),
    expectation="A token answer labelled text/plain is read as the JSON it is.",
    mend="Parse the body of the token answer as JSON whatever its Content-Type says.",
)  # fmt: skip
def text_label_of_tokens_is_read(evidence: Evidence) -> Seen:
    """Nuki has been seen to label it so; a library that asks the label connects nobody that day."""
    calls = evidence.calls("POST /oauth/token")
    if not any(one.kind == "fault" and one.details.get("event") == "struck" for one in evidence.journal):
        return not_there("No token answer was labelled so: nothing was renewed.")
    back = evidence.noted("connected")
    if back and int(back[0].value) >= 400:
        return fails(f"Connecting ended on a page with status {back[0].value}.", *calls)
    looked = evidence.noted("doors")
    if looked and looked[-1].value != "shown":
        return fails("The doors were not shown afterwards.", *calls)
    return holds("It was read.", *calls)


@condition(
    point=POINT, scenario=CALLS, standards=("ASVS 16.2.5", "RFC 9700 4.2.4"),
    expectation="No secret is printed or logged.",
    mend="Take tokens, codes and secrets out of log lines; wrap them in a type that does not print.",
)  # fmt: skip
def no_secret_is_logged(evidence: Evidence) -> Seen:
    """Logs are copied, mailed and kept."""
    seen = [one for one in evidence.sighted(BY_ITSELF) if one.canary != "state"]
    where = "its output" if not evidence.logs else f"its output and {', '.join(evidence.logs)}"
    return (
        fails(f"The {seen[0].canary} stands in {seen[0].place}.") if seen else holds(f"There is none in {where}.")
    )


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("RFC 6819 5.1.4.1", "ASVS 14.2.4"),
    expectation="Tokens lie encrypted where they are kept.",
    mend="Encrypt tokens before they are stored (AES-GCM, with a key from the environment), each for its own row.",
)  # fmt: skip
def tokens_encrypted_at_rest(evidence: Evidence) -> Seen:
    """A copied database must not open doors."""
    seen = [one for one in evidence.sighted("file ") if one.canary.endswith("_token")]
    if seen:
        return fails(f"The {seen[0].canary} stands in clear in the {seen[0].place}.")
    if not evidence.kept:
        return asks(
            "The subject keeps nothing in {state_dir}. Where are tokens kept, and are they encrypted there?"
        )
    return holds(f"No token stands in clear in {', '.join(evidence.kept)}.")


@condition(
    point=POINT, scenario=("visitor_connects",), standards=("ASVS 3.3.1", "ASVS 3.3.4"),
    expectation="Cookies that let somebody in are for HTTPS only and out of reach of scripts.",
    mend="Set the session cookie with Secure, HttpOnly and SameSite=Lax, best with the prefix __Host-.",
)  # fmt: skip
def session_cookie_is_protected(evidence: Evidence) -> Seen:
    """Behind this cookie stands a token."""
    lines = [line for one in evidence.by_subject() for line in one.headers.get("set-cookie", "").splitlines()]
    keys = [found for line in lines if (found := _COOKIE.match(line)) and int(found[2]) >= SESSION_AT_LEAST
            and not re.search("csrf|xsrf", found[1], re.IGNORECASE)]  # fmt: skip
    if not keys:
        return asks("No session cookie was set. How does the subject know its visitor, and can a script read it?")
    if shown := [
        place for place in seen_outside(evidence, "session_cookie") if "in the set-cookie of" not in place
    ]:
        return fails(f"Scripts need no cookie to read it: the {shown[0]}.")
    lacking = {found[1]: missing for found in keys if (missing := _missing(found[3]))}
    kept = sorted({found[1] for found in keys} - lacking.keys())
    for name, missing in lacking.items():
        if kept:
            return asks(f"{name} lacks {missing}; {kept[0]} is protected. Does {name} let anybody in?")
        return fails(f"The cookie {name} lacks {missing}.")
    return holds(f"{', '.join(kept)}: Secure and HttpOnly.")


@condition(
    point=POINT, scenario=("visitors_ask_to_connect",), standards=("RFC 9700 2.3", "ASVS 10.2.3"),
    expectation="Only the declared scopes are asked for.",
    mend="Ask for the scopes your actions need and no more; declare the same in the application.",
)  # fmt: skip
def only_needed_scopes_requested(evidence: Evidence) -> Seen:
    """What was never granted cannot be stolen."""
    requested = {scope for query in asked(evidence) for scope in query.get("scope", "").split()}
    more = sorted(requested - set(evidence.offers.scopes))
    if not requested:
        return fails("No scope was asked for.")
    return fails(f"Not declared, and asked for: {', '.join(more)}.") if more else holds(
        f"Asked for: {', '.join(sorted(requested))}.")  # fmt: skip


def _missing(attributes: str) -> str:
    words = ("Secure", "HttpOnly")
    return " and ".join(word for word in words if not re.search(rf";\s*{word}\b", attributes, re.IGNORECASE))
