"""Every look that is taken, in one order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from keyturn.checker.errors import Wrong
from keyturn.checker.preflight import addresses, excuses, machine, pressing, wording
from keyturn.checker.subject.reading import line_of
from keyturn.checker.subject.settings import Described


def preflight(described: Described, conditions: Collection[str], today: date) -> tuple[Wrong, ...]:
    """Everything that is wrong, with the line where it stands. ``conditions``: the names there are."""
    return tuple(_placed(wrong, described.text) for wrong in _looked(described, conditions, today))


def _looked(described: Described, conditions: Collection[str], today: date) -> Iterator[Wrong]:
    subject = described.subject
    yield from wording.wrongs(subject)
    yield from addresses.wrongs(subject)
    yield from pressing.wrongs(subject)
    yield from excuses.wrongs(subject, conditions, today)
    yield from machine.wrongs(described)


def _placed(wrong: Wrong, text: str) -> Wrong:
    return Wrong(wrong.key, wrong.value, wrong.mend, wrong.line or line_of(text, wrong.key))
