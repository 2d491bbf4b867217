"""The report for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from keyturn.checker.report.value import Report
from keyturn.checker.verdict import Finding, Verdict

_TOLD = (Verdict.FAILED, Verdict.BROKEN, Verdict.WARNING, Verdict.REVIEW)


def text(report: Report) -> Iterator[str]:
    """Line by line: every point, and below it what a person has to do."""
    for point in report.points:
        told = [one for one in point.findings if one.verdict in _TOLD]
        good = sum(one.verdict is Verdict.PASSED for one in point.findings)
        yield f"P{point.number:<3}{point.verdict:<8}  {point.sentence}"
        if good:
            yield f"             {good} of {len(point.findings)} findings are good."
        if not point.findings:
            yield "             Nothing of this was judged by the program in this run: a person has to look."
        for finding in told:
            yield from _finding(finding)
    yield ""
    yield f"{report.subject}: {len(report.evidence)} stories in {report.seconds:.1f} s, seed {report.seed!r}."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"       {finding.verdict}: {finding.condition} in {finding.scenario}"
    yield f"             expected  {finding.expectation}"
    yield "             seen      " + indent(finding.observation, " " * 23).lstrip()
    if finding.verdict is not Verdict.BROKEN:
        yield f"             mend      {finding.mend}"
    if finding.place:
        yield f"             journal   {', '.join(map(str, finding.place))}"
    if finding.standards:
        yield f"             see       {', '.join(finding.standards)}"
    if finding.expected:
        yield f"             expected to fail: {finding.expected}"
