"""What has to be said of what was seen: each alert with its remedy, in both languages."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.architecture.places import SOURCE
from tests.journey import reports

from keyturn.checker.report.value import PointReport, Report
from keyturn.checker.verdict import Finding, Verdict
from keyturn.journey.application import Deed
from keyturn.journey.draft import Answers, written
from keyturn.journey.form import filled
from keyturn.journey.manifest import parsed
from keyturn.journey.progress import Progress
from keyturn.journey.running.facts import Hooks
from keyturn.journey.seen import read
from keyturn.journey.steps import Nuki
from keyturn.journey.watch.alerts import Alert, at_nuki, in_the_figures, in_the_guide, in_the_papers, on_its_pages
from keyturn.journey.watch.round import Round
from keyturn.journey.words import LANGUAGES, Words
from keyturn.nuki.models.api_key import KeyStatus

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RELEASED = Progress().after(NOW, "released")


def names(alerts: object) -> list[str]:
    return [each.name for each in alerts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_sentences(language: str) -> None:
    say, found = Words(language), set[str]()
    for name in ("journey/watch/alerts.py", "cli/journey/watch/looking.py"):
        for node in ast.walk(ast.parse((SOURCE / name).read_text())):
            if isinstance(node, ast.keyword) and node.arg == "kind":
                found |= {str(each.value) for each in ast.walk(node.value) if isinstance(each, ast.Constant)}
    assert len(found) > 12
    assert {f"alert.{kind}" for kind in found} | {f"alert.{kind}_do" for kind in found} <= say.table.keys()
    assert {key for key in say.table if re.fullmatch(r"alert\.\w+", key)} == {
        f"alert.{kind}{end}" for kind in found for end in ("", "_do")
    }


def test_the_application() -> None:
    assert names(at_nuki(Nuki(skipped="no-token"), RELEASED)) == ["unasked"]
    assert names(at_nuki(Nuki(status=KeyStatus.ACTIVE), RELEASED)) == []
    assert names(at_nuki(Nuki(status=KeyStatus.TESTING), RELEASED)) == ["suspended"]
    assert names(at_nuki(Nuki(status=KeyStatus.TESTING), Progress())) == ["not_active"]
    off = Nuki(status=KeyStatus.ACTIVE, pending=(Deed.LISTEN, Deed.REACTIVATE))
    assert names(at_nuki(off, RELEASED)) == ["differs", "webhooks_off"]


def test_the_last_check_and_the_form(tmp_path: Path) -> None:
    manifest, file = parsed(written(Answers(company="Harbour"))), tmp_path / "check.json"
    assert names(in_the_papers(None, filled(manifest, None, "id"), Progress(), NOW)) == ["unchecked"]
    reports.write(file, *reports.PLAIN, "unlatch", failed=(4,))
    checked = read(file)
    assert checked
    late = checked.at + timedelta(days=31)
    found = list(in_the_papers(checked, filled(manifest, checked, "id"), Progress(), late))
    assert names(found) == ["check_old", "failing:P4 refresh-rotation", "difference:actions.unlatch"]
    assert found[0].what(Words("de")) == "Die letzte Prüfung ist 31 Tage alt."
    reports.write(file, *reports.PLAIN)
    checked = read(file)
    assert checked
    made = Progress().after(NOW, "form", "ready 00000000")
    assert names(in_the_papers(checked, filled(manifest, checked, "id"), made, checked.at)) == ["form_changed"]


def test_the_figures_and_the_guide() -> None:
    for failed, name in ((0.0, []), (0.024, []), (0.025, ["hooks_near"]), (0.05, ["hooks"])):
        assert names(in_the_figures(Hooks(deliveries=1000, failed=failed))) == name
    (alert,) = in_the_figures(Hooks(deliveries=10, failed=0.5))
    assert "50.0% of the webhooks" in alert.what(Words()) and "5%" in alert.what(Words())
    cut_off = Hooks(deliveries=10, failed=0, registered={"DEVICE_STATUS": 2}, grants=3)
    assert names(in_the_figures(cut_off)) == ["unregistered"]
    assert names(in_the_guide(())) == [] and names(in_the_guide(("one", "two"))) == ["guide"]


def test_the_pages() -> None:
    def finding(verdict: Verdict, name: str) -> Finding:
        return Finding(
            condition=name,
            point="current-docs",
            scenario="help_page",
            verdict=verdict,
            expectation="There.",
            observation="It answered 404.",
            mend="Bring it back.",
        )

    findings = (finding(Verdict.FAILED, "a"), finding(Verdict.PASSED, "b"), finding(Verdict.WARNING, "c"))
    point = PointReport(number=10, slug="current-docs", sentence="", verdict=Verdict.FAILED, findings=findings)
    report = Report(subject="x", profile="production", seed="", points=(point,), evidence=(), seconds=0.1)
    (alert,) = on_its_pages(report)
    assert alert.what(Words()) == "P10, seen from outside: It answered 404."
    assert alert.remedy(Words()) == "Bring it back."


def test_each_is_told_once_and_again_when_it_comes_back() -> None:
    first = Round(at=NOW, alerts=(Alert(kind="unasked"), Alert(kind="hooks")), told=("hooks",))
    assert names(first.untold()) == ["unasked"]
    quiet = Round(at=NOW, alerts=(Alert(kind="unasked"),)).after(first)
    assert quiet.told == ()
    again = Round(at=NOW, alerts=(Alert(kind="hooks"),)).after(quiet)
    assert names(again.untold()) == ["hooks"]
    kept = Round(at=NOW, alerts=(Alert(kind="hooks"),)).after(first)
    assert kept.untold() == ()
