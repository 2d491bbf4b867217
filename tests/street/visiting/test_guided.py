"""The guided way: a person is asked, the sandbox sees what it can, and their word alone proves nothing."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.architecture.places import ROOT
from tests.street.visiting.person import Somebody

from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.process import free_port
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.cli import authority

pytestmark = pytest.mark.street


def described(folder: Path, port: int, seconds: int = 60) -> Path:
    """Our own integration, by hand."""
    text = (ROOT / "subjects" / "keyturn.toml").read_text()
    text = text.replace('name = "Keyturn"', 'name = "Keyturn"\nway = "guided"')
    text = text.replace('KEYTURN_CONFIRM_SECONDS = "3"', 'KEYTURN_CONFIRM_SECONDS = "30"')
    file = folder / "SUBJECT.toml"
    file.write_text(f"{text}\n[guided]\nport = {port}\nseconds = {seconds}\n")
    return file


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[str]]:
    """A check by hand, and what was asked."""
    folder, port = tmp_path_factory.mktemp("guided"), free_port()
    made = authority.ensure(folder / "authority")
    certificates = Certificates(made.ca_file, made.certificate, made.key)

    async def run() -> tuple[Report, list[str]]:
        wish = Wish(smoke=True, only=("P1", "P8", "P3"))
        checking = asyncio.create_task(check(read(described(folder, port)), certificates, wish, date(2026, 1, 1)))
        async with chromium(made.ca_file, made.certificate) as browser:
            guide = await (await browser.new_context()).new_page()
            await _opened(guide, port)
            somebody = Somebody(browser, guide, checking.done)
            working = asyncio.create_task(somebody.works())
            report = await checking
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            return report, somebody.asked

    return asyncio.run(run())


async def _opened(page: Any, port: int) -> None:
    from playwright.async_api import Error

    for _ in range(200):
        try:
            await page.goto(f"http://127.0.0.1:{port}/")
            return
        except Error:
            await asyncio.sleep(0.1)
    raise AssertionError("The guide's page never came.")


def test_a_person_plays_what_a_person_can(played: tuple[Report, list[str]]) -> None:
    report, asked = played
    by_hand = {one.scenario: one for one in report.evidence if one.unseen is None}
    assert {one.broken for one in by_hand.values()} == {None}
    assert "visitor_unlocks_and_webhook_confirms" in by_hand
    assert {"Connect with Nuki", "Sign in and allow", "Press: Unlock", "What became of it?"} <= set(asked)
    words = [one.value for one in by_hand["visitor_unlocks_and_webhook_confirms"].noted("outcome")]
    assert words == ["waiting", "confirmed"]
    alone = [one for one in report.evidence if one.unseen]
    assert alone and all("Nobody played this" in str(one.unseen) for one in alone)


def test_what_the_sandbox_saw_is_judged_and_a_persons_word_is_for_review(
    played: tuple[Report, list[str]],
) -> None:
    report, _ = played
    found = {(one.condition, one.scenario): one for point in report.points for one in point.findings}
    by_word = found["webhook_confirms_the_action", "visitor_unlocks_and_webhook_confirms"]
    assert by_word.verdict is Verdict.REVIEW and "Only a person saw the pages." in by_word.observation
    assert not any(one.verdict is Verdict.FAILED for one in found.values())
    for point in report.points:
        assert point.verdict is Verdict.REVIEW, "no point is passed where stories were left out"
    assert found["no_secret_is_logged", "visitor_unlocks_and_webhook_confirms"].verdict is Verdict.PASSED
    assert found["session_cookie_is_protected", "visitor_connects"].verdict is Verdict.REVIEW
