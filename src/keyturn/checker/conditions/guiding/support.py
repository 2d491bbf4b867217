"""People who help. Serves: first-level-support."""

from __future__ import annotations

import re

import msgspec

from keyturn.checker.conditions.address import parts
from keyturn.checker.conditions.condition import Seen, asks, condition, fails, holds, not_there
from keyturn.checker.conditions.guiding.errors import PAGES, errors
from keyturn.checker.conditions.guiding.prose import CONTACT, REFERENCE, links, prose
from keyturn.checker.evidence import Evidence, Exchange

POINT = "first-level-support"
SUPPORT_WORD = re.compile(r"support|contact|kontakt|hotline", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{5,}")
NEAR = 60
"""Characters after the word for it within which a reference stands."""


def stood(evidence: Evidence, name: str) -> Exchange | None:
    """What was shown when the story noted this."""
    noted = evidence.noted(name)
    return evidence.shown_at(noted[-1]) if noted else None


def reference_of(text: str) -> str | None:
    """What stands there as the name of the case."""
    for word in REFERENCE.finditer(text):
        for token in _TOKEN.findall(text[word.end() : word.end() + NEAR]):
            if any(char.isdigit() for char in token) or token.isupper():
                return str(token)
    return None


@condition(
    point=POINT, scenario=PAGES, standards=("WCAG 3.2.6",),
    expectation="From a page that says that something failed, a link leads to the support.",
    mend="Put the way to your support, a page or a mail address, on every page of an error.",
)  # fmt: skip
def support_reachable_from_error(evidence: Evidence) -> Seen:
    """That is where it is needed."""
    place = parts(evidence.offers.support).path
    for moment, shown in errors(evidence):
        there = links(shown)
        if not any(
            one.startswith(("mailto:", "tel:")) or SUPPORT_WORD.search(parts(one).path)
            or (place not in ("", "/") and parts(one).path == place)
            for one in there
        ):  # fmt: skip
            return fails(f"After {moment.value} no link on the page ({shown.status}) leads to a support.")
    seen = len(errors(evidence))
    return (
        holds(f"{seen} such pages, each with a way there.")
        if seen
        else not_there("No page of an error was shown.")
    )


@condition(
    point=POINT, scenario=("visitor_asks_the_support",),
    expectation="The support can be asked without being connected.",
    mend="Take the page of the support out of what needs a login.",
)  # fmt: skip
def support_reachable_without_login(evidence: Evidence) -> Seen:
    """Perhaps connecting is what does not work."""
    shown = stood(evidence, "support")
    if shown is None or shown.by != "subject":
        return fails("No page of the subject's came.")
    return holds("It was shown.") if shown.status < 400 else fails(f"It was answered {shown.status}.")


@condition(
    point=POINT, scenario=("visitor_asks_the_support",), standards=("WCAG 3.2.6",),
    expectation="The support names how to reach it: an address, a number or a form.",
    mend="Name a mail address or a telephone number of yours, or show a form.",
)  # fmt: skip
def support_has_a_contact(evidence: Evidence) -> Seen:
    """A page that only says that there is a support helps nobody."""
    shown = stood(evidence, "support")
    if shown is None or shown.status >= 400:
        return not_there("The page of the support was not shown.")
    direct = [one for one in links(shown) if one.startswith(("mailto:", "tel:"))]
    if direct or CONTACT.search(prose(shown)) or "<textarea" in shown.body:
        return holds("A way to reach it is named.")
    return fails("Neither an address nor a number nor a form is on it.")


@condition(
    point=POINT, scenario=("visitor_asks_the_support",),
    expectation="The first to ask is the company itself, not Nuki.",
    mend="Name your own support first; speak with Nuki yourself where it is needed.",
)  # fmt: skip
def support_is_given_here_first(evidence: Evidence) -> Seen:
    """Nuki does not know your product, and gave it to you on this condition."""
    shown = stood(evidence, "support")
    if shown is None or shown.status >= 400:
        return not_there("The page of the support was not shown.")
    mails = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", " ".join((prose(shown), *links(shown))))
    if not mails:
        return not_there("No mail address is named there.")
    own = [one for one in mails if not one.lower().endswith(("nuki.io", "nuki.com"))]
    return holds("An address of the company's is named.") if own else fails("Only Nuki's own address is named.")


@condition(
    point=POINT, scenario=PAGES,
    expectation="A page of an error names the case, so that the support can find it.",
    mend="Make a short random reference for each error, write it into your log, and show it.",
)  # fmt: skip
def case_has_a_reference(evidence: Evidence) -> Seen:
    """Without it the support begins by asking when and where."""
    pages = errors(evidence)
    without = [(moment, shown) for moment, shown in pages if reference_of(prose(shown)) is None]
    if without:
        moment, shown = without[0]
        return fails(f"After {moment.value} the page ({shown.status}) names none.")
    return holds(f"{len(pages)} pages, each with one.") if pages else not_there("No page of an error was shown.")


@condition(
    point=POINT, scenario=PAGES,
    expectation="Two errors have two references.",
    mend="Make the reference anew for each error.",
)  # fmt: skip
def references_differ(evidence: Evidence) -> Seen:
    """One that names everything names nothing."""
    named = [one for _, shown in errors(evidence) if (one := reference_of(prose(shown)))]
    if len(named) < 2:
        return not_there("There were not two references to compare.")
    return holds(f"{len(named)} references, none twice.") if len(set(named)) == len(named) else fails(
        "The same reference stood on two pages.")  # fmt: skip


@condition(
    point=POINT, scenario=("case_is_handed_over",),
    expectation="What is handed to Nuki names the request: its requestId.",
    mend="Keep the requestId that Nuki answers to an advanced action, and show it in the hand-over.",
)  # fmt: skip
def hand_over_has_request_ids(evidence: Evidence) -> Seen:
    """With it Nuki finds the request in its own records."""
    shown = stood(evidence, "hand-over")
    if shown is None or shown.status >= 400:
        return fails(f"The hand-over was answered {shown.status if shown else 'not at all'}.")
    told = [hook.body for hook in evidence.hooks if '"requestId"' in hook.body]
    ids = [str(msgspec.json.decode(body)["requestId"]) for body in told]
    if not ids:
        return not_there("No action reached Nuki.")
    return (
        holds("It names the request.") if ids[-1] in shown.body else fails("It does not name the last requestId.")
    )


@condition(
    point=POINT, scenario=("case_is_handed_over",), standards=("ASVS 16.2.5",),
    expectation="What is handed to Nuki holds no secret.",
    mend="Hand over times, devices and request ids; leave tokens, codes and keys out.",
)  # fmt: skip
def hand_over_has_no_secrets(evidence: Evidence) -> Seen:
    """It goes through mails and tickets of two companies."""
    shown = stood(evidence, "hand-over")
    if shown is None or shown.status >= 400:
        return not_there("The hand-over was not shown.")
    if found := re.search(
        r"‹(access_token|refresh_token|client_secret|code|webhook_secret|password)›|\bBearer \S", shown.body
    ):
        return fails(f"It holds {found[0]!r}.")
    return holds("None was seen.")


@condition(
    point=POINT, scenario=("visitor_looks_around",),
    expectation="Somebody answers within a reasonable time, and knows the product.",
    mend="Say who answers, in which languages and how soon, and keep to it.",
)  # fmt: skip
def support_answers_within_reason(evidence: Evidence) -> Seen:
    """No program can write to your support and wait."""
    return asks("Who answers customers, in which languages and within what time? Write to the support, and see.")
