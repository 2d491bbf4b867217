"""The report for a CI's table of tests: JUnit XML, a suite a point, a case a condition in a story."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.verdict import Finding, Verdict

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters XML 1.0 cannot hold; a subject may print any."""


def as_junit(report: Report) -> bytes:
    """One document. ``review`` and what was expected to fail are skipped cases with their reason."""
    suites = Element("testsuites", name=_clean(report.subject), time=f"{report.seconds:.2f}")
    for point in report.points:
        _suite(suites, point)
    indent(suites)
    document: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return document


def _suite(suites: Element, point: PointReport) -> None:
    found = point.findings
    suite = SubElement(
        suites,
        "testsuite",
        name=f"P{point.number} {point.slug}",
        tests=str(len(found)),
        failures=str(sum(one.verdict is Verdict.FAILED and not one.expected for one in found)),
        errors=str(sum(one.verdict is Verdict.BROKEN for one in found)),
        skipped=str(sum(_skipped(one) for one in found)),
    )
    for finding in found:
        case = SubElement(
            suite, "testcase", classname=point.slug, name=f"{finding.condition} in {finding.scenario}"
        )
        told = _clean(finding.observation)
        if finding.verdict is Verdict.BROKEN:
            SubElement(case, "error", message=told)
        elif _skipped(finding):
            SubElement(case, "skipped", message=_clean(finding.expected or told))
        elif finding.verdict is Verdict.FAILED:
            SubElement(case, "failure", message=told).text = _clean(
                f"Expected: {finding.expectation}\nMend: {finding.mend}"
            )
        elif finding.verdict is Verdict.WARNING:
            SubElement(case, "system-out").text = told


def _skipped(finding: Finding) -> bool:
    unjudged = finding.verdict in (Verdict.SKIPPED, Verdict.REVIEW)
    return unjudged or (finding.verdict is Verdict.FAILED and finding.expected is not None)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
