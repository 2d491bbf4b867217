"""When no new access token can be had. Serves: forced-reconnect."""

from __future__ import annotations

from keyturn.checker.conditions.address import parts
from keyturn.checker.conditions.condition import Seen, asks, condition, fails, holds, not_there
from keyturn.checker.conditions.custody import calls_for_doors, status
from keyturn.checker.conditions.exchanging import exchanges
from keyturn.checker.evidence import Entry, Evidence, Exchange

POINT = "forced-reconnect"
LOST = ("renewal_is_refused_for_good", "visitor_removes_the_subject_at_nuki")
RENEWALS_AT_MOST = 2
"""Two windows may learn of a loss at the same time."""
UNNOTICED = "The subject asked nothing of Nuki, so it could not know."


@condition(
    point=POINT, scenario=LOST, standards=("ASVS 7.4.1",),
    expectation="Whoever lost the connection is logged out.",
    mend="On invalid_grant delete the tokens and end the sessions that rest on them.",
)  # fmt: skip
def logged_out_when_the_grant_is_lost(evidence: Evidence) -> Seen:
    """A page of doors that no longer work is worse than none."""
    page, again = _last_page(evidence), _way_to_connect(evidence)
    if page is None or not _noticed(evidence):
        return not_there(UNNOTICED)
    if _doors_shown(evidence):
        return fails("The doors were still shown.", *_after_loss(evidence))
    inside = {parts(one.url).path for one in _doors_pages(evidence)}
    if page.status < 400 and parts(page.url).path in inside and not _offers(page, again):
        return fails("The page of the doors still opens, without the doors and without a word.")
    if page.status >= 500:
        return fails(f"It ended in an error with status {page.status}, as if it would pass.")
    return holds("The visitor was shown out.", *_after_loss(evidence))


@condition(
    point=POINT, scenario=("renewal_is_refused_for_good",), standards=(),
    expectation="Whoever lost the connection is asked to connect again.",
    mend="Show a page that says what happened, with the button that connects.",
)  # fmt: skip
def asked_to_connect_again(evidence: Evidence) -> Seen:
    """It is the only thing that helps, and nobody guesses it."""
    return _asked_again(evidence)


@condition(
    point=POINT, scenario=("visitor_removes_the_subject_at_nuki",), standards=(),
    expectation="That the visitor removed the subject at Nuki is noticed with the next call.",
    mend="Take a 401 followed by invalid_grant for the end of the connection, not for an outage.",
)  # fmt: skip
def removal_at_nuki_is_noticed(evidence: Evidence) -> Seen:
    """Waiting for an outage to pass, one waits for ever."""
    return _asked_again(evidence)


@condition(
    point=POINT, scenario=LOST, standards=(),
    expectation="After the loss Nuki is left alone until the visitor connects again.",
    mend="Delete the tokens at the first invalid_grant, so that nothing can be sent with them.",
)  # fmt: skip
def no_storm_after_loss(evidence: Evidence) -> Seen:
    """Dead connections that ask again and again are what gets an application blocked."""
    if not _noticed(evidence):
        return not_there(UNNOTICED)
    after = _after_loss(evidence)
    renewals = [call for call in after if call in exchanges(evidence, "refresh_token") and status(call) >= 400]
    refused = [call for call in after if call in calls_for_doors(evidence) and status(call) == 401]
    if len(renewals) > RENEWALS_AT_MOST:
        return fails(f"The lost connection was renewed {len(renewals)} times in vain.", *renewals)
    visits = len(_visits(evidence))
    if len(refused) > visits:
        return fails(f"{len(refused)} calls were sent with the dead token, for {visits} requests.", *refused)
    return holds(f"{len(renewals)} renewals and {len(refused)} calls in vain.", *renewals, *refused)


@condition(
    point=POINT, scenario=LOST, standards=(),
    expectation="After connecting again everything works as before.",
    mend="Let the new connection take the place of the lost one: nothing of the old may stand in its way.",
)  # fmt: skip
def service_restored_after_reconnect(evidence: Evidence) -> Seen:
    """Who did as told wants the doors back."""
    since = evidence.noted("before reconnecting")
    seen = [one.value for one in evidence.noted("doors") if since and one.at >= since[0].at]
    if not seen:
        return not_there("Nobody looked at the doors after connecting again.")
    return holds("The doors are back.") if seen[-1] == "shown" else fails("The doors did not come back.")


@condition(
    point=POINT, scenario=("nuki_is_down_for_a_moment",), standards=(),
    expectation="An outage of Nuki logs nobody out.",
    mend="End a session on invalid_grant only; an answer of 5xx, or none, is an error page that passes.",
)  # fmt: skip
def outage_is_not_taken_for_loss(evidence: Evidence) -> Seen:
    """A minute of Nuki's must not send every customer back to the start."""
    begun, well = evidence.noted("refusals begin"), evidence.noted("works again")
    struck = [call for call in calls_for_doors(evidence, begun[0]) if status(call) == 503] if begun else []
    if not struck or not well:
        return not_there("Nothing was asked of Nuki during the outage.")
    seen = [one.value for one in evidence.noted("doors") if one.at >= well[0].at]
    return holds("When Nuki was well again, the doors were there.", *struck) if seen[-1:] == ["shown"] else fails(
        "When Nuki was well again, the doors were not there without connecting anew.", *struck)  # fmt: skip


def _asked_again(evidence: Evidence) -> Seen:
    page, again = _last_page(evidence), _way_to_connect(evidence)
    if page is None or not _noticed(evidence):
        return not_there(UNNOTICED)
    if offering := [one for one in _visits(evidence) if one.by == "subject" and _offers(one, again)]:
        return holds(f"A page with status {offering[0].status} offers {again}.")
    if not again:
        return asks("A script leads to Nuki, not an address. Does a page offer to connect again?")
    if page.status == 401 and "<html" not in page.body.lower():
        return asks("It was answered 401. Does the program that reads it lead the person to connecting again?")
    return fails(f"No page offered to connect ({again}); the last had status {page.status}.")


def _noticed(evidence: Evidence) -> bool:
    return any(call in exchanges(evidence, "refresh_token") for call in _after_loss(evidence))


def _after_loss(evidence: Evidence) -> list[Entry]:
    lost, back = evidence.noted("lost"), evidence.noted("before reconnecting")
    if not lost or not back:
        return []
    return [one for one in evidence.journal if lost[0].journal < one.sequence <= back[0].journal]


def _visits(evidence: Evidence) -> tuple[Exchange, ...]:
    lost, back = evidence.noted("lost"), evidence.noted("before reconnecting")
    if not lost or not back:
        return ()
    return tuple(one for one in evidence.exchanges[lost[0].exchanges : back[0].exchanges] if not one.part)


def _last_page(evidence: Evidence) -> Exchange | None:
    return next((one for one in reversed(_visits(evidence)) if one.by == "subject"), None)


def _doors_shown(evidence: Evidence) -> bool:
    back = evidence.noted("before reconnecting")
    seen = [one.value for one in evidence.noted("doors") if back and one.at <= back[0].at]
    return seen[-1:] == ["shown"]


def _doors_pages(evidence: Evidence) -> list[Exchange]:
    return [page for one in evidence.noted("doors") if one.value == "shown" and (page := evidence.shown_at(one))]


def _way_to_connect(evidence: Evidence) -> str:
    for one in evidence.by_subject():
        if parts(one.location).path.endswith("/oauth/authorize"):
            return parts(one.url).path
    return ""


def _offers(page: Exchange, way: str) -> bool:
    return bool(way) and any(f"{quote}{way}{end}" in page.body for quote in "\"'/" for end in "\"'?#&")
