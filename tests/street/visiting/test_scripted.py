"""An integration whose pages its scripts make: sound, it passes in a browser; spoiled there, only a browser sees it."""

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
SOUND = 'command = ["python", "-m", "guesthouse"]'
SCRIPTED = f'command = ["python", "-m", "tests.street.visiting.scripted"]\nfolder = "{ROOT}"'
BROWSER = ('way = "http"', 'way = "browser"')
PATIENT = (
    ('GUESTHOUSE_CONFIRM_SECONDS = "3"', 'GUESTHOUSE_CONFIRM_SECONDS = "12"'),
    ("seconds = 3", "seconds = 12"),
)
"""A browser on a busy machine takes seconds to show what a press led to."""
LIVE = ('page = "/actions"', 'page = "/actions"\nlive = true')
TOKENS = "tokens_stay_on_the_server"


def described(folder: Path, *changes: tuple[str, str]) -> Path:
    """The guest house's file with these changes."""
    text = (ROOT / "examples" / "starlette" / "SUBJECT.toml").read_text()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    file = folder / f"{abs(hash(changes))}.toml"
    file.write_text(text)
    return file


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    folder = tmp_path_factory.mktemp("scripted")
    made = authority.ensure(folder / "authority")
    certificates = Certificates(made.ca_file, made.certificate, made.key)
    plain = (SOUND, f'{SOUND}\nfolder = "{ROOT / "examples" / "starlette"}"')
    scripted, spoiled = (SOUND, SCRIPTED), (SOUND, SCRIPTED.replace('scripted"', 'scripted", "spoiled"'))
    subjects = {
        "plain": (described(folder, plain, BROWSER, *PATIENT), ("P8",)),
        "scripted": (described(folder, scripted, BROWSER, LIVE, *PATIENT), ("P1", "P2", "P8")),
        "spoiled": (described(folder, spoiled, BROWSER, LIVE), (TOKENS,)),
    }

    async def each() -> dict[str, Report]:
        return {
            name: await check(read(file), certificates, Wish(smoke=True, only=only), date(2026, 1, 1))
            for name, (file, only) in subjects.items()
        }

    return asyncio.run(each())


@pytest.mark.parametrize("name", ["plain", "scripted"])
def test_a_sound_integration_passes(name: str, checked: dict[str, Report]) -> None:
    findings = [one for point in checked[name].points for one in point.findings]
    wrong = [one for one in findings if one.verdict not in (Verdict.PASSED, Verdict.SKIPPED, Verdict.REVIEW)]
    assert [(one.condition, one.scenario, one.observation) for one in wrong] == []
    assert {point.verdict for point in checked[name].points} == {Verdict.PASSED}


def test_a_token_kept_in_the_browser_is_found_in_the_browser(checked: dict[str, Report]) -> None:
    found = {one.scenario: one for point in checked["spoiled"].points for one in point.findings}
    assert found["visitor_connects"].verdict is Verdict.FAILED
    assert found["visitor_connects"].observation.startswith("The access_token was seen in the ")
    seen = {place.place for evidence in checked["spoiled"].evidence for place in evidence.sightings}
    assert {"body of GET /token", "storage of /doors"} <= seen
