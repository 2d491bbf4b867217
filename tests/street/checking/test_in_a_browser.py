"""Our own integration in a real Chromium: the same stories end as they do by HTTP."""

from __future__ import annotations

import asyncio
import base64
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.architecture.places import ROOT

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.subject.settings import Described
from keyturn.cli import authority

pytestmark = pytest.mark.street
PATIENCE_SECONDS = 12.0
WAYS = {"http": ROOT / "subjects" / "keyturn.toml", "browser": ROOT / "subjects" / "keyturn-browser.toml"}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The short profile, each way."""
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    certificates = Certificates(made.ca_file, made.certificate, made.key)

    async def one(way: str, file: Path) -> tuple[str, Report]:
        return way, await check(patient(read(file)), certificates, Wish(smoke=True), date(2026, 1, 1))

    async def both() -> dict[str, Report]:
        return dict(await asyncio.gather(*(one(*pair) for pair in WAYS.items())))

    return asyncio.run(both())


def patient(described: Described) -> Described:
    """A browser on a busy machine takes seconds to show what a press led to: it should still be seen waiting."""
    subject = described.subject
    assert subject.outcome is not None
    outcome = replace(subject.outcome, seconds=PATIENCE_SECONDS)
    env = subject.start.env | {"KEYTURN_CONFIRM_SECONDS": f"{PATIENCE_SECONDS:.0f}"}
    start = replace(subject.start, env=env)
    return replace(described, subject=replace(subject, outcome=outcome, start=start))


def findings(report: Report) -> dict[tuple[str, str], str]:
    return {(one.condition, one.scenario): one.verdict for point in report.points for one in point.findings}


def test_every_judgement_is_the_same_both_ways(checked: dict[str, Report]) -> None:
    assert findings(checked["browser"]) == findings(checked["http"])
    assert checked["browser"].exit_code == 0
    assert [one.broken for one in checked["browser"].evidence if one.broken] == []


def test_the_outcome_changes_before_the_visitors_eyes(checked: dict[str, Report]) -> None:
    unlocked = next(
        one for one in checked["browser"].evidence if one.scenario == "visitor_unlocks_and_webhook_confirms"
    )
    words = [one.value for one in unlocked.noted("outcome")]
    assert words[0] == "waiting" and words[-1] == "confirmed"
    looks = [one for one in unlocked.exchanges if one.method == "VIEW"]
    assert len(looks) == len(words)  # no page was loaded again for them


def test_there_are_pictures_and_none_of_a_page_at_nuki(checked: dict[str, Report]) -> None:
    seen = [one for evidence in checked["browser"].evidence for one in evidence.exchanges]
    pictures = [one for one in seen if one.picture]
    assert pictures and all(one.by == "subject" for one in pictures)
    assert base64.b64decode(str(pictures[0].picture)).startswith(b"\xff\xd8\xff")
    assert all("code=" not in one.url for one in pictures)
