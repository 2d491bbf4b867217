"""What is said about a point, and how findings become a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """Of a condition and of a point."""

    PASSED = "passed"
    FAILED = "failed"
    WARNING = "warning"
    """Against the rule, but nothing a review would turn down."""
    REVIEW = "review"
    """A person has to look, with a question to answer."""
    SKIPPED = "skipped"
    """It does not apply to what the subject offers."""
    BROKEN = "broken"
    """The story could not be played, so nothing is known."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement. ``place`` are numbers of journal entries, ``expected`` the excuse of an expected failure."""

    condition: str
    point: str
    scenario: str
    verdict: Verdict
    expectation: str
    observation: str
    mend: str
    standards: tuple[str, ...] = ()
    place: tuple[int, ...] = ()
    expected: str | None = None


_WORST_FIRST = (Verdict.FAILED, Verdict.BROKEN, Verdict.WARNING, Verdict.REVIEW, Verdict.PASSED)


def fold(findings: Iterable[Finding]) -> Verdict:
    """The verdict of a point: the worst of its findings; ``skipped`` when none applied. Never a silent pass."""
    found = {
        Verdict.WARNING if finding.expected and finding.verdict is Verdict.FAILED else finding.verdict
        for finding in findings
    }
    return next((verdict for verdict in _WORST_FIRST if verdict in found), Verdict.SKIPPED)


def capped(verdict: Verdict, guessed: bool) -> Verdict:
    """What rests on a guess about Nuki is a question for a person, neither a failure nor a pass."""
    return Verdict.REVIEW if guessed and verdict in (Verdict.FAILED, Verdict.PASSED, Verdict.WARNING) else verdict
