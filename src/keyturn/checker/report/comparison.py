"""What got better and what got worse since the last run."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from keyturn.checker.report.value import Report
from keyturn.checker.verdict import Verdict

_BEST_FIRST = (
    Verdict.PASSED,
    Verdict.SKIPPED,
    Verdict.REVIEW,
    Verdict.WARNING,
    Verdict.BROKEN,
    Verdict.FAILED,
)


@dataclass(frozen=True)
class Change:
    """One condition in one story, judged otherwise than before."""

    condition: str
    scenario: str
    before: Verdict
    now: Verdict

    @property
    def better(self) -> bool:
        """Whether it is an improvement."""
        return _BEST_FIRST.index(self.now) < _BEST_FIRST.index(self.before)


def changes(now: Report, before: Report) -> tuple[Change, ...]:
    """In the order of the present report. What only one of the two judged is no change."""
    earlier = _verdicts(before)
    return tuple(
        Change(condition, scenario, earlier[condition, scenario], verdict)
        for (condition, scenario), verdict in _verdicts(now).items()
        if earlier.get((condition, scenario), verdict) is not verdict
    )


def last(document: bytes) -> Report | None:
    """An earlier JSON report, or None when it is none that this version can read."""
    try:
        return msgspec.json.decode(document, type=Report)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def _verdicts(report: Report) -> dict[tuple[str, str], Verdict]:
    return {(one.condition, one.scenario): one.verdict for point in report.points for one in point.findings}
