"""The digits of keypad codes. Serves: token-custody, guided-errors."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there, warns
from keyturn.checker.conditions.custody import status
from keyturn.checker.conditions.exchanging import BY_ITSELF
from keyturn.checker.evidence import ACCESS_CODE, Evidence, Exchange

POINT = "token-custody"
STORY = ("visitor_makes_a_code",)
DIGITS = f"‹{ACCESS_CODE}›"
NONE = "Nuki accepted no code."


@condition(
    point=POINT, scenario=STORY, standards=("ASVS 16.2.5",),
    expectation="No access code is printed or logged.",
    mend="Take the digits out of log lines; wrap them in a type that does not print, as with tokens.",
)  # fmt: skip
def access_code_is_not_logged(evidence: Evidence) -> Seen:
    """Who reads the log can walk in, and nobody will see by what."""
    if not _made(evidence):
        return not_there(NONE)
    seen = [
        one.place for one in evidence.sightings if one.canary == ACCESS_CODE and one.place.startswith(BY_ITSELF)
    ]
    return fails(f"Its digits stand in {seen[0]}.") if seen else holds("It is in none.")


@condition(
    point=POINT, scenario=STORY, standards=("ASVS 14.2.1",),
    expectation="No access code travels in an address or a cookie.",
    mend="Send the digits in the body of a POST, and show them in the body of a page.",
)  # fmt: skip
def access_code_is_in_no_address(evidence: Evidence) -> Seen:
    """Addresses stay in histories, and in the log of every server on the way."""
    if not _made(evidence):
        return not_there(NONE)
    asked = [one for one in evidence.by_subject() if DIGITS in one.url or DIGITS in " ".join(one.headers.values())]
    return (
        fails(f"Its digits stood in an address or a cookie at {_path(asked[0])}.") if asked else holds("None did.")
    )


@condition(
    point=POINT, scenario=STORY, standards=("ASVS 8.2.2",),
    expectation="Only who made an access code is shown its digits.",
    mend="Ask for the session before a page with digits is shown; leave them out of help, support and hand-over.",
)  # fmt: skip
def access_code_is_for_its_owner_only(evidence: Evidence) -> Seen:
    """A hand-over goes to people who have nothing to do in that house."""
    if not _made(evidence):
        return not_there(NONE)
    for moment in (*evidence.noted("stranger looks"), *evidence.noted("looks elsewhere")):
        if (shown := evidence.shown_at(moment)) and DIGITS in shown.body:
            who = f"The page behind {moment.value}" if moment.value else "A browser that never connected"
            return fails(f"{who} shows its digits." if moment.value else f"{who} was shown its digits.")
    return holds("Nobody else was shown it.")


@condition(
    point="guided-errors", scenario=STORY, standards=("ASVS 16.5.1",),
    expectation="An error page shows no access code.",
    mend="Say what was wrong with the code without repeating it.",
)  # fmt: skip
def error_page_has_no_access_code(evidence: Evidence) -> Seen:
    """Error pages are photographed and sent around."""
    pages = [shown for one in evidence.noted("error with a code") if (shown := evidence.shown_at(one))]
    showing = [one for one in pages if DIGITS in one.body]
    if not _made(evidence) or not pages:
        return not_there(NONE)
    return (
        fails(f"{_path(showing[0])} shows its digits, with status {showing[0].status}.")
        if showing
        else holds("None did.")
    )


@condition(
    point=POINT, scenario=STORY, standards=("ASVS 14.2.4",),
    expectation="Access codes lie encrypted where they are kept.",
    mend="Encrypt them like tokens, or keep none: Nuki lists them to whoever may see them.",
)  # fmt: skip
def access_code_lies_encrypted(evidence: Evidence) -> Seen:
    """A copied database must not open doors."""
    if not _made(evidence):
        return not_there(NONE)
    seen = [one.place for one in evidence.sightings if one.canary == ACCESS_CODE and one.place.startswith("file ")]
    return warns(f"Its digits stand in clear in the {seen[0]}.") if seen else holds("None lies in clear.")


def _made(evidence: Evidence) -> bool:
    return any("/auth" in call.subject and status(call) < 300 for call in evidence.calls("PUT /smartlock"))


def _path(exchange: Exchange) -> str:
    return exchange.url.partition("?")[0]
