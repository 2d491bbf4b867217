"""A spoiled guest house is caught by the condition named beforehand; the sound one passes."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.cli import authority

pytestmark = pytest.mark.street
GUEST_HOUSE = ROOT / "examples" / "starlette" / "SUBJECT.toml"
CAUGHT_BY = {
    "state_short": "state_is_long_enough",
    "secret_in_page_script": "client_secret_stays_on_the_server",
    "secret_in_log": "no_secret_is_logged",
    "success_on_any_2xx": "accepted_is_not_shown_as_success",
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


def checked(file: Path, certificates: Certificates, *only: str) -> Report:
    return asyncio.run(check(read(file), certificates, Wish(only=only), date(2026, 1, 1)))


def test_the_sound_guest_house_passes(certificates: Certificates) -> None:
    report = checked(GUEST_HOUSE, certificates)
    assert [one.broken for one in report.evidence] == [None] * len(report.evidence)
    assert report.exit_code == 0


@pytest.mark.parametrize("sabotage", CAUGHT_BY)
def test_a_sabotage_is_caught_by_name(sabotage: str, tmp_path: Path, certificates: Certificates) -> None:
    told = GUEST_HOUSE.read_text()
    sound = 'command = ["python", "-m", "guesthouse"]'
    assert sound in told
    spoiled = f'command = ["python", "-m", "tests.sabotage", "{sabotage}"]\nfolder = "{ROOT}"'
    file = tmp_path / "SUBJECT.toml"
    file.write_text(told.replace(sound, spoiled))
    report = checked(file, certificates, CAUGHT_BY[sabotage])
    failed = {one.condition for point in report.points for one in point.findings if one.verdict is Verdict.FAILED}
    assert failed == {CAUGHT_BY[sabotage]}, [one.broken for one in report.evidence]
