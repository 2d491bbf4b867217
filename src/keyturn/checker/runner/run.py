"""A whole check, from a subject's file to a report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from msgspec.structs import replace

from keyturn import __version__
from keyturn.checker.evidence import Evidence
from keyturn.checker.points.joined import Joined
from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.runner import plan
from keyturn.checker.runner.tell import Progress, told
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.fingerprint import fingerprint
from keyturn.checker.subject.settings import Described, ExpectedFailure
from keyturn.checker.verdict import Finding, Verdict, fold


@dataclass(frozen=True)
class Wish:
    """How to check: ``smoke`` is the short profile; ``certify`` accepts no expected failure."""

    smoke: bool = False
    only: tuple[str, ...] = ()
    seed: str = "keyturn"
    certify: bool = False


async def check(
    described: Described,
    certificates: Certificates,
    wish: Wish,
    today: date,
    progress: Progress = lambda _: None,
    before: Mapping[str, Evidence] = MappingProxyType({}),
) -> Report:
    """Tell the stories and judge them. Raises :class:`SubjectWrong` for a wish that cannot be met.

    ``before``: what stories of the same run left that need not be told again, by name.
    """
    began = time.monotonic()
    joined = plan.chosen(wish.only)
    stories = plan.stories(joined, wish.smoke)
    evidence = await told(stories, described, certificates, wish.seed, progress, before)
    excuses = () if wish.certify else described.subject.expected_failures
    return Report(
        subject=described.subject.name,
        profile="smoke" if wish.smoke else "full",
        seed=wish.seed,
        version=__version__,
        fingerprint=fingerprint(described),
        points=tuple(_judged(one, evidence, excuses, today) for one in joined),
        evidence=tuple(evidence),
        seconds=round(time.monotonic() - began, 2),
    )


def _judged(
    joined: Joined, evidence: Sequence[Evidence], excuses: Sequence[ExpectedFailure], today: date
) -> PointReport:
    point = joined.point
    findings = tuple(
        _excused(condition.over(one), excuses, today)
        for condition in joined.conditions
        for one in evidence
        if one.scenario in condition.scenarios
    )
    # What nobody judged is no pass and not inapplicable: a person has to look.
    verdict = fold(findings) if findings else Verdict.REVIEW
    return PointReport(
        number=point.number, slug=point.slug, sentence=point.sentence, verdict=verdict, findings=findings
    )


def _excused(finding: Finding, excuses: Sequence[ExpectedFailure], today: date) -> Finding:
    if finding.verdict is not Verdict.FAILED:
        return finding
    for one in excuses:
        if one.condition == finding.condition and today <= one.until:
            return replace(finding, expected=f"{one.reason} (until {one.until})")
    return finding
