"""A check started from the page: followed while it runs, its report kept when it has one."""

from __future__ import annotations

import asyncio
import sys

import pytest
from tests.journey import reports
from tests.journey.page.browser import Browser, play
from tests.journey.walker import Walker

from keyturn.cli.journey.page import checking

QUICK = """
import os, sys, time
assert not {"KEYTURN_NUKI_API_TOKEN", "KEYTURN_API_KEY", "KEYTURN_OPERATOR_TOKEN"} & set(os.environ)
for name in ("visitor_connects", "visitor_denies"):
    print("  " + name + "  0.1 s", file=sys.stderr, flush=True)
    time.sleep(float(sys.argv[1]))
sys.stdout.write(open("made.json").read())
sys.exit(1)
"""


def in_place_of_a_check(monkeypatch: pytest.MonkeyPatch, code: str, *words: str) -> None:
    """A program that behaves as one does, and is quicker."""
    start = checking.subprocess.Popen  # type: ignore[attr-defined]

    def popen(command: list[str], **options: object) -> object:
        assert command[1:5] == ["-m", "keyturn.cli", "check", "SUBJECT.toml"]
        return start([sys.executable, "-c", code, *words], **options)

    monkeypatch.setattr(checking.subprocess, "Popen", popen)  # type: ignore[attr-defined]


def test_it_is_followed_and_its_report_kept(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    in_place_of_a_check(monkeypatch, QUICK, "0.3")
    monkeypatch.setenv("KEYTURN_API_KEY", "kt_hush")
    reports.write(walker.folder / "made.json", *reports.PLAIN, failed=(4,))

    async def story(browser: Browser) -> None:
        assert "Check now" not in await browser.enter(), "there is nothing to check yet"
        assert "No check has been started here" in await browser.go("/check")
        (walker.folder / "SUBJECT.toml").write_text("")
        await browser.go("/")
        told = await browser.press("/check")
        assert "visitor_connects" in told and "visitor_denies" in told and "It has ended" in told
        assert not browser.checking.running
        assert "P4 refresh-rotation: failed" in await browser.go("/")
        assert "visitor_denies" in await browser.go("/check"), "it can be read again"

    play(walker, story)


def test_one_that_runs_is_shown_and_not_started_twice(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    in_place_of_a_check(monkeypatch, QUICK, "60")
    (walker.folder / "SUBJECT.toml").write_text("")

    async def story(browser: Browser) -> None:
        await browser.enter()
        browser.checking.start()
        child = browser.checking._child
        for _ in range(600):
            if browser.checking.lines:
                break
            await asyncio.sleep(0.05)
        browser.checking.start()
        assert browser.checking._child is child
        assert "A check is running: 1 stories so far" in await browser.go("/")
        browser.checking.stop()
        assert child is not None and child.poll() is not None

    play(walker, story)


def test_one_that_cannot_be_played_says_why_and_keeps_the_last_report(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    before = (walker.folder / "state/check.json").read_bytes()
    (walker.folder / "SUBJECT.toml").write_text("nonsense = 1\n")

    async def story(browser: Browser) -> None:
        await browser.enter()
        told = await browser.press("/check")
        assert "nonsense" in told and "It could not be played" in told
        assert (walker.folder / "state/check.json").read_bytes() == before

    play(walker, story)
