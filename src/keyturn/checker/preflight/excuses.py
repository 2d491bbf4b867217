"""Expected failures: each with a condition that exists, a reason, and a day that has not passed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches

from keyturn.checker.errors import Wrong
from keyturn.checker.subject.settings import Subject


def wrongs(subject: Subject, conditions: Collection[str], today: date) -> Iterator[Wrong]:
    """Excuses that cannot be accepted."""
    for one in subject.expected_failures:
        if one.condition not in conditions:
            near = get_close_matches(one.condition, conditions, n=1)
            mend = f"Do you mean {near[0]}?" if near else "Use a name that a report shows."
            yield Wrong("expected_failures.condition", f"{one.condition!r}, which is no condition", mend)
        if not one.reason.strip():
            yield Wrong("expected_failures.reason", "empty", "Say why this failure is accepted for now.")
        if one.until < today:
            yield Wrong(
                "expected_failures.until", f"{one.until}, which has passed", "Mend the failure, or set a new day."
            )
