"""Pages that say that something failed. Serves: guided-errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyturn.checker.conditions.condition import Seen, condition, fails, holds, not_there
from keyturn.checker.conditions.guiding.prose import NEXT_STEP, TRACE, links, prose
from keyturn.checker.conditions.hooks.endings import endings
from keyturn.checker.evidence import Evidence, Exchange, Moment

POINT = "guided-errors"
TROUBLES = ("doors_are_asked_of_a_nuki_in_trouble", "actions_are_asked_of_a_nuki_in_trouble")
PAGES = (*TROUBLES, "nobody_began_this_connection")
UNREADABLE = ("html_instead", "answer_cut")
SAYS_AT_LEAST = 6
"""Words that explain a failed action, besides its number."""
NOTED = ("doors in trouble", "action in trouble", "error page", "slow", "busy")


def met(evidence: Evidence) -> Iterator[tuple[Moment, Exchange]]:
    """Every page under a fault, with the moment at which it stood there."""
    for moment in evidence.moments:
        shown = evidence.shown_at(moment)
        if moment.name in NOTED and shown is not None and shown.by == "subject":
            yield moment, shown


def errors(evidence: Evidence) -> list[tuple[Moment, Exchange]]:
    """Those that are pages of an error."""
    return [(moment, shown) for moment, shown in met(evidence) if shown.status >= 400]


def after(evidence: Evidence, moment: Moment, name: str) -> str:
    """What was noted next under a name."""
    later = evidence.moments[evidence.moments.index(moment) :]
    return next((one.value for one in later if one.name == name), "")


@condition(
    point=POINT, scenario=PAGES, standards=("WCAG 3.3.3", "ASVS 16.5.1"),
    expectation="A page that says that something failed says what to do next, and leads there.",
    mend="Say for each kind of error what the customer can do, with a link: wait, try again, connect again, ask you.",
)  # fmt: skip
def error_page_has_next_step(evidence: Evidence) -> Seen:
    """Whoever stands before a door needs a way on, not a diagnosis."""
    for moment, shown in errors(evidence):
        if not NEXT_STEP.search(prose(shown)):
            return fails(f"After {moment.value} the page ({shown.status}) says nothing about what to do next.")
        if not links(shown):
            return fails(f"After {moment.value} the page ({shown.status}) leads nowhere.")
    seen = len(errors(evidence))
    return (
        holds(f"{seen} such pages, each with a next step.")
        if seen
        else not_there("No page of an error was shown.")
    )


@condition(
    point=POINT, scenario=(*PAGES, "visitor_denies_consent"), standards=("ASVS 16.5.1", "CWE-209"),
    expectation="No page shows the program's insides.",
    mend="Answer unexpected exceptions by your own page; turn the framework's debug mode off.",
)  # fmt: skip
def error_page_has_no_trace(evidence: Evidence) -> Seen:
    """It frightens customers, and tells an attacker the way."""
    for moment, shown in met(evidence):
        if found := TRACE.search(shown.body):
            return fails(f"After {moment.value or moment.name} the page shows {found[0].strip()[:60]!r}.")
    return holds("None was seen.")


@condition(
    point=POINT, scenario=PAGES, standards=("ASVS 16.5.1", "CWE-209"),
    expectation="No page of an error shows a secret.",
    mend="Show a sentence of your own and a reference; keep settings, tokens and Nuki's answers out of pages.",
)  # fmt: skip
def error_page_has_no_secret(evidence: Evidence) -> Seen:
    """Pages of errors are photographed and mailed."""
    seen = [one for one in evidence.sightings if "output" not in one.place]
    return fails(f"The {seen[0].canary} was seen in the {seen[0].place}.") if seen else holds("None was seen.")


@condition(
    point=POINT, scenario=PAGES, standards=("RFC 9110 15",),
    expectation="A page of an error has the status of an error; a page that goes on shows what is true.",
    mend="Answer what failed with 4xx or 5xx (502 or 503 when Nuki failed), or redirect to the page of the outcome.",
)  # fmt: skip
def error_status_is_honest(evidence: Evidence) -> Seen:
    """Monitoring, caches and programs believe the status."""
    name = next((one.value for one in evidence.noted("door")), "")
    for moment, shown in met(evidence):
        if shown.status >= 400:
            continue
        if moment.name == "error page":
            return fails(f"A return nobody began was answered {shown.status}.")
        if moment.name == "doors in trouble" and name not in shown.body:
            return fails(f"After {moment.value} a page without the doors was answered {shown.status}.")
        if moment.name == "action in trouble" and after(evidence, moment, "outcome") in ("unknown", "confirmed"):
            return fails(
                f"After {moment.value} the page was answered {shown.status}, and no outcome says that it failed."
            )
    return holds("Each status was honest.")


@condition(
    point=POINT, scenario=TROUBLES, standards=("ASVS 1.2.1", "CWE-79"),
    expectation="What Nuki answers is never put into a page as it came.",
    mend="Show sentences of your own for Nuki's errors; escape whatever comes from outside.",
)  # fmt: skip
def markup_of_nuki_is_not_passed_on(evidence: Evidence) -> Seen:
    """Whoever can change that answer could write your pages."""
    foreign = re.compile(
        r"<title>(50\d |200 Maintenance)|<h1>(Bad Gateway|Service Temporarily|Maintenance)|homeRef"
    )
    for moment, shown in met(evidence):
        if found := foreign.search(shown.body):
            return fails(f"After {moment.value} the page holds Nuki's {found[0]!r}.")
    return holds("None of it was seen.")


@condition(
    point=POINT, scenario=TROUBLES, standards=("ASVS 16.5.2",),
    expectation="An answer that cannot be read ends in a page of the subject's own.",
    mend="Treat an answer that is no JSON, or not all of it, as Nuki being out of reach.",
)  # fmt: skip
def unreadable_answer_is_survived(evidence: Evidence) -> Seen:
    """Proxies and portals answer HTML with status 200."""
    silent = [one.value for one in evidence.noted("no page") if one.value in UNREADABLE]
    if silent:
        return fails(f"After {silent[0]} there was no answer at all.")
    pages = [(moment, shown) for moment, shown in met(evidence) if moment.value in UNREADABLE]
    crashed = [moment.value for moment, shown in pages if shown.status == 500]
    if crashed:
        return fails(f"After {crashed[0]} the subject answered 500: its own mistake.")
    return holds(f"{len(pages)} such answers were survived.") if pages else not_there("No such answer was given.")


@condition(
    point=POINT, scenario=("nuki_does_not_answer",), standards=("ASVS 16.5.2", "ASVS 13.1.3"),
    expectation="When Nuki does not answer, a page says so within 15 seconds.",
    mend="Give every call to Nuki a time limit of 10 seconds or less, and show its end as Nuki being out of reach.",
)  # fmt: skip
def slow_nuki_ends_in_a_page(evidence: Evidence) -> Seen:
    """A page that loads for ever is the least calm of all errors."""
    if evidence.noted("no page"):
        return fails("There was no page within 15 seconds.")
    pages = [shown for _, shown in met(evidence)]
    if not pages:
        return not_there("Nuki was not asked.")
    return fails("The subject answered 500: its own mistake.") if pages[-1].status == 500 else holds(
        f"A page came, with status {pages[-1].status}.")  # fmt: skip


@condition(
    point=POINT, scenario=("nuki_is_busy",), standards=("RFC 6585 4", "RFC 9110 10.2.3"),
    expectation="After 429 a program does not ask again by itself before the time that Nuki says.",
    mend="Obey Retry-After: show that Nuki is busy, and ask again when the time is over, not at once.",
)  # fmt: skip
def busy_nuki_is_left_alone(evidence: Evidence) -> Seen:
    """Asking at once again is what abuse looks like. That the visitor presses twice is the visitor's affair."""
    calls = [call for call in evidence.calls("POST /smartlock/") if "/action" in call.subject]
    refused = [call for call in calls if call.details.get("status") == 429]
    presses = evidence.noted("busy")
    if not refused or not presses:
        return not_there("No action reached Nuki.")
    by_itself = [call for call in calls if refused[0].sequence < call.sequence <= presses[0].journal]
    if by_itself:
        return fails(f"It was asked {len(by_itself)} times more within a moment.", refused[0], *by_itself[:5])
    later = [call for call in calls if call.sequence > presses[0].journal]
    if len(later) >= len(presses):
        return fails(f"The next press became {len(later)} requests.", refused[0], *later[:5])
    return holds("It was asked again only when the visitor pressed again, if at all.", *refused, *later)


@condition(
    point=POINT, scenario=("motor_is_blocked", "door_has_other_troubles"), standards=("WCAG 3.3.1", "WCAG 3.3.3"),
    expectation="What a door could not do is explained in words, with what to do about it.",
    mend="Translate errorCode into a sentence: what it means, and what the customer can do at the door.",
)  # fmt: skip
def refusal_of_a_door_is_explained(evidence: Evidence) -> Seen:
    """0x42 means nothing to a guest with a suitcase."""
    failed = [one for one in endings(evidence) if one.word == "failed"]
    if not failed:
        return not_there("No failure was shown.")
    for one in failed:
        words = re.findall(r"[^\W\d_]{2,}", one.says)
        if len(words) < SAYS_AT_LEAST or not NEXT_STEP.search(one.says):
            return fails(f"After {one.trouble} it says only: {one.says[:80]!r}.")
    return holds(f"{len(failed)} failures, each explained.")
