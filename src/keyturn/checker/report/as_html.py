"""The report for a person: one HTML file that needs nothing else, neither network nor script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from keyturn.checker.evidence import Entry
from keyturn.checker.points.joined import scenarios
from keyturn.checker.report.comparison import changes
from keyturn.checker.report.timeline import LANES, WIDTH, steps
from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.verdict import Finding, Verdict

_LOUD = (Verdict.FAILED, Verdict.BROKEN, Verdict.WARNING, Verdict.REVIEW)
_MARKS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✕",
    Verdict.WARNING: "!",
    Verdict.REVIEW: "?",
    Verdict.SKIPPED: "–",
    Verdict.BROKEN: "⚡",
}
_ENTRY_AT_MOST = 1200


def as_html(report: Report, before: Report | None = None) -> str:
    """``before``: the last run, whose differences are told."""
    entries = {one.scenario: {entry.sequence: entry for entry in one.journal} for one in report.evidence}
    return _page().render(
        report=report,
        counts=Counter(point.verdict for point in report.points),
        points=[_Told(point, entries) for point in report.points],
        todo=_todo(report),
        changes=changes(report, before) if before else (),
        compared=before is not None,
        stories=[(one, steps(one)) for one in report.evidence],
        says={name: one.says for name, one in scenarios().items()},
        lanes=LANES,
        width=WIDTH,
        verdicts=list(Verdict),
        marks=_MARKS,
        style=files(__package__).joinpath("page/report.css").read_text(encoding="utf-8"),
    )


@dataclass(frozen=True)
class _Told:
    """A point as the page tells it: what a person has to do first, what is well below."""

    point: PointReport
    entries: dict[str, dict[int, Entry]]

    @property
    def loud(self) -> list[Finding]:
        return sorted(
            (one for one in self.point.findings if one.verdict in _LOUD), key=lambda one: _LOUD.index(one.verdict)
        )

    @property
    def calm(self) -> list[Finding]:
        return [one for one in self.point.findings if one.verdict not in _LOUD]

    def requests(self, finding: Finding) -> Iterable[tuple[int, str, str]]:
        """The journal's entries a finding rests on: number, headline, details."""
        known = self.entries.get(finding.scenario, {})
        for number in finding.place:
            if entry := known.get(number):
                yield number, f"{entry.kind} {entry.subject}", _details(entry)


def _details(entry: Entry) -> str:
    text = msgspec.json.format(msgspec.json.encode(entry.details), indent=2).decode()
    return text if len(text) <= _ENTRY_AT_MOST else f"{text[:_ENTRY_AT_MOST]}\n…"


def _todo(report: Report) -> list[tuple[PointReport, Finding]]:
    """Each mend once, what failed first."""
    found: dict[str, tuple[PointReport, Finding]] = {}
    for wanted in (Verdict.FAILED, Verdict.WARNING):
        for point in report.points:
            for one in point.findings:
                if one.verdict is wanted and not one.expected:
                    found.setdefault(one.condition, (point, one))
    return list(found.values())


@cache
def _page() -> Template:
    made = Environment(
        loader=PackageLoader("keyturn.checker.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["words"] = _words
    return made.get_template("report.html.jinja")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize().replace(" nuki", " Nuki")
