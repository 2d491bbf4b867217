"""Every sabotage is caught by the condition named beforehand, and the sound guest house by none."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from tests.architecture.places import ROOT
from tests.sabotage.catalogue import SABOTAGES
from tests.sabotage.inside import Inside

from keyturn.checker.points.joined import points
from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios import street
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.cli import authority

pytestmark = pytest.mark.street
GUEST_HOUSE = ROOT / "examples" / "starlette" / "SUBJECT.toml"
SOUND = '"guesthouse"'
CAUGHT = {Verdict.FAILED, Verdict.WARNING}
KNOWN = {condition.name for joined in points() for condition in joined.conditions}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


@pytest.fixture(autouse=True)
def without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street, "Running", Inside)


def checked(file: Path, certificates: Certificates, *only: str) -> Report:
    return asyncio.run(check(read(file), certificates, Wish(only=only), date(2026, 1, 1)))


def findings(report: Report, *verdicts: Verdict) -> dict[str, str]:
    every = [one for point in report.points for one in point.findings]
    return {one.condition: f"{one.scenario}: {one.observation}" for one in every if one.verdict in verdicts}


def test_the_catalogue_names_the_checkers_conditions() -> None:
    assert {condition.name for condition in SABOTAGES.values()} <= KNOWN


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_sabotage_is_caught_by_the_condition_named_for_it(
    sabotage: str, tmp_path: Path, certificates: Certificates
) -> None:
    told = GUEST_HOUSE.read_text()
    assert SOUND in told
    file = tmp_path / "SUBJECT.toml"
    file.write_text(told.replace(SOUND, f'"{sabotage}"'))
    condition = SABOTAGES[sabotage].name
    report = checked(file, certificates, condition)
    assert findings(report, *CAUGHT).keys() == {condition}, [
        (one.scenario, one.broken) for one in report.evidence
    ] + [finding.observation for point in report.points for finding in point.findings]


def test_the_sound_guest_house_has_no_failure(certificates: Certificates) -> None:
    report = checked(GUEST_HOUSE, certificates)
    assert findings(report, Verdict.FAILED, Verdict.BROKEN) == {}
