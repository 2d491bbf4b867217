"""Buttons that can be pressed, outcomes that can be read, and the scopes they need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyturn.checker.errors import Wrong
from keyturn.checker.subject.settings import VERBS, Button, Outcome, Subject, Way
from keyturn.checker.visitor.browser.chromium import missing
from keyturn.checker.visitor.page import BadSelector, parsed

LONGEST_WAIT = 60.0
"""Seconds: a check is to be over in a minute or so."""
_SELECTOR = 'Use tag, #id, .class, [a="v"] and spaces between.'


def wrongs(subject: Subject) -> Iterator[Wrong]:
    """What could not be pressed or read."""
    if subject.way is Way.BROWSER and (lacking := missing()):
        yield Wrong("way", "'browser', which this machine cannot go", lacking)
    if subject.start.stands_in_for and subject.way is not Way.HTTP:
        yield Wrong("start.stands_in_for", f"there, with way = {subject.way.value!r}",
                    'Use way = "http": other browsers than ours would be led to the real one.')  # fmt: skip
    for key, button in subject.buttons():
        yield from _button(key, button, subject.way)
    if subject.outcome is not None:
        yield from _outcome(subject.outcome, subject.way)
    if subject.act:
        yield from _acting(subject)
    if subject.events is not None:
        yield from _selector("events.css", subject.events.css)


def _acting(subject: Subject) -> Iterator[Wrong]:
    scopes = set(subject.application.scopes)
    if subject.outcome is None:
        yield Wrong("act", "there, but no [outcome]", "Say in [outcome] where the outcome of an action stands.")
    if not scopes & {"smartlock.action", "smartlock"}:
        yield Wrong("application.scopes", "without smartlock.action, which [act] needs", "Add smartlock.action.")
    if not scopes & {"webhook.central", "webhook.decentral"}:
        yield Wrong("application.scopes", "without a webhook scope: no action would ever be confirmed",
                    "Add webhook.central or webhook.decentral.")  # fmt: skip


def _button(key: str, button: Button, way: Way) -> Iterator[Wrong]:
    known = ("link", "form", "get", "steps") if way is Way.BROWSER else ("link", "form", "get", "post")
    ways = [name for name in ("link", "form", "get", "post", "steps") if getattr(button, name)]
    if way is not Way.GUIDED and (len(ways) != 1 or ways[0] not in known):
        yield Wrong(
            key, f"pressed by {' and '.join(ways) or 'nothing'}", f"Give exactly one of {', '.join(known)}."
        )
    for name in ("via", "link", "form"):
        if (selector := getattr(button, name)) is not None:
            yield from _selector(f"{key}.{name}", selector)
    for step in button.steps:
        verbs = [name for name in VERBS if getattr(step, name) is not None]
        if len(verbs) != 1:
            yield Wrong(f"{key}.steps", f"a step of {' and '.join(verbs) or 'nothing'}",
                        f"Give each step exactly one of {', '.join(VERBS)}.")  # fmt: skip


def _outcome(outcome: Outcome, way: Way) -> Iterator[Wrong]:
    ways = [name for name in ("css", "pointer", "regex") if getattr(outcome, name) is not None]
    if len(ways) > 1:
        yield Wrong("outcome", f"read by {' and '.join(ways)}", "Give one of css, pointer, regex.")
    if way is not Way.GUIDED and not (outcome.confirmed and outcome.waiting):
        which = "waiting" if outcome.confirmed else "confirmed"
        yield Wrong(f"outcome.{which}", "empty", f"Give the words that stand there when an action is {which}.")
    if not 0 < outcome.seconds <= LONGEST_WAIT:
        yield Wrong(
            "outcome.seconds",
            f"{outcome.seconds:g}",
            f"Give how long the subject waits for a confirmation, at most {LONGEST_WAIT:g}; for a check, little.",
        )
    if outcome.css is not None:
        yield from _selector("outcome.css", outcome.css)
    if outcome.pointer is not None and not re.fullmatch(r"(/([^~]|~[01])*)?", outcome.pointer):
        yield Wrong("outcome.pointer", repr(outcome.pointer), 'Give a JSON pointer, like "/doors/0/status".')
    if outcome.regex is not None:
        try:
            re.compile(re.sub(r"\{[a-z_]+\}", "0", outcome.regex))
        except re.error as trouble:
            yield Wrong("outcome.regex", f"{outcome.regex!r}: {trouble}", "Mend the regular expression.")


def _selector(key: str, selector: str) -> Iterator[Wrong]:
    try:
        parsed(re.sub(r"\{[a-z_]+\}", "0", selector))
    except BadSelector as trouble:
        yield Wrong(key, str(trouble), _SELECTOR)
