"""The papers hold what is declared and seen, in both languages, and stand alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.journey import reports
from tests.journey.showcase.test_logo import svg
from tests.journey.showcase.test_texts import told

from keyturn.journey import seen
from keyturn.journey.showcase.kit import Kit, flaws, papers
from keyturn.journey.showcase.logo import judged


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """A whole one; one point of its check failed."""
    reports.write(tmp_path / "check.json", "list", failed=(7,))
    return Kit(
        declared=told(),
        logos={"light": judged(svg()), "dark": judged(svg())},
        checked=seen.read(tmp_path / "check.json"),
        pictures={"de": (("pictures/de/doors-phone.png", "Ihre <Türen>"),)},
    )


def test_a_whole_kit_has_no_flaw_and_every_paper(kit: Kit) -> None:
    made = papers(kit)
    assert list(flaws(kit)) == []
    both = {f"{paper}.{language}.html" for paper in ("fact-sheet", "listing") for language in ("en", "de")}
    assert made.keys() == both | {"texts.md", "texts.json", "logo.svg", "logo-dark.svg"}
    assert [text["length"] for text in json.loads(made["texts.json"])] == [
        "line",
        "snippet",
        "paragraph",
        "whole",
    ] * 2
    assert b"## de: line (at most 80, has 45)" in made["texts.md"]


def test_the_papers_say_what_is_declared_in_each_language(kit: Kit) -> None:
    made = papers(kit)
    sheet, german = made["fact-sheet.en.html"].decode(), made["fact-sheet.de.html"].decode()
    for part in ("Smart Lock, Opener", "Keypad", "Ring to open, on and off", "makes codes for your cleaners"):
        assert part in sheet, part
    for part in (
        "Datenblatt",
        "Keypad-Codes anlegen",
        "Ring to Open, an und aus",
        'lang="de"',
        "data:image/svg+xml;base64,",
    ):
        assert part in german, part
    assert "makes codes for your cleaners" not in german, "an English reason is none for who reads German"
    assert "P1 " in sheet and sheet.count('aria-label="in order"') == 9 and sheet.count("not shown to be") == 1
    listing = made["listing.de.html"].decode()
    assert 'alt="Ihre &lt;Türen&gt;"' in listing and "<figure>" not in made["listing.en.html"].decode()
    for paper in (sheet, german, listing):
        assert "<script" not in paper and re.findall(r'(?:src|url\()="?https?:', paper) == []


def test_a_kit_that_lacks_something_says_so_and_is_made_all_the_same(kit: Kit) -> None:
    bare = replace(kit, logos={}, checked=None, pictures={})
    named = " ".join(str(flaw) for flaw in flaws(bare))
    assert "there is no logo" in named and "nothing was checked yet" in named
    made = papers(bare)
    assert "logo.svg" not in made and b"<img" not in made["fact-sheet.en.html"]
    assert b"Checked with" not in made["fact-sheet.en.html"]
    spoiled = replace(kit, logos={"light": judged(b"no logo")})
    assert "neither PNG nor SVG" in str(list(flaws(spoiled))) and "logo." not in str(papers(spoiled).keys())
