"""The report as a value: all that any form of it shows."""

from __future__ import annotations

import msgspec

from keyturn.checker.evidence import Evidence
from keyturn.checker.verdict import Finding, Verdict


class PointReport(msgspec.Struct, frozen=True, kw_only=True):
    """One point of the checklist."""

    number: int
    slug: str
    sentence: str
    verdict: Verdict
    findings: tuple[Finding, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``seconds`` is real time; ``evidence`` has one element a story, in one order always.

    ``version`` is Keyturn's; ``fingerprint`` that of the subject's files.
    """

    subject: str
    profile: str
    seed: str
    points: tuple[PointReport, ...]
    evidence: tuple[Evidence, ...]
    seconds: float
    version: str = ""
    fingerprint: str = ""

    def verdicts(self) -> set[Verdict]:
        """Those of the points."""
        return {point.verdict for point in self.points}

    @property
    def exit_code(self) -> int:
        """1 when a point failed, 3 when a story could not be played, else 0."""
        if Verdict.FAILED in self.verdicts():
            return 1
        return 3 if Verdict.BROKEN in self.verdicts() else 0
