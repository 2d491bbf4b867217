"""The company's own guide below /help: in the visitor's language, at the problem asked for, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.pair.joined import OURS, Street, play, settings

from keyturn.clock import VirtualClock
from keyturn.integration import Integration
from keyturn.integration.errors import OperatorError


def guide(folder: Path, *languages: str) -> Path:
    for language in languages:
        (folder / language).mkdir(parents=True)
        (folder / language / "index.html").write_text(f"<p>Guide in {language}</p>")
        (folder / language / "problems.html").write_text("<p id=problem-code-limit>Remedy</p>")
    (folder / "guide.css").write_text("p { margin: 0 }")
    (folder / "logo.svg").write_text("<svg/>")
    (folder / "guide.json").write_text(json.dumps({"languages": languages}))
    return folder


def test_help_leads_to_the_guide_in_the_visitors_language(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        assert "Guide in de" in (await person.go("/help?lang=de")).text
        assert str(person.page and person.page.url) == f"{OURS}/help/de/index.html"
        assert "Guide in de" in (await person.go("/help")).text, "it is remembered, as on every page"
        assert "Guide in en" in (await person.go("/help?lang=en")).text
        await person.go("/nowhere")
        await person.go("/help?problem=code-limit")
        assert str(person.page and person.page.url) == f"{OURS}/help/en/problems.html#problem-code-limit"
        assert "Remedy" in person.text

    play(tmp_path, story, guide=guide(tmp_path / "guide", "en", "de"))


def test_a_guide_in_one_language_is_shown_to_all(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        assert "Guide in de" in (await street.person.go("/help?lang=en")).text

    play(tmp_path, story, guide=guide(tmp_path / "guide", "de"))


def test_only_the_guides_own_files_are_shown_each_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("hush")
    folder = guide(tmp_path / "guide", "en")
    (folder / "notes.txt").write_text("hush")
    (folder / "en" / "link.html").symlink_to(tmp_path / "secret.html")

    async def story(street: Street) -> None:
        browser = street.person.browser
        for path in (
            "../secret.html",
            "..%2fsecret.html",
            "en/link.html",
            "notes.txt",
            "guide.json",
            "en",
            "en/%00.html",
        ):
            answer = await browser.get(f"{OURS}/help/{path}")
            assert answer.status_code == 404 and "hush" not in answer.text, path
        style, logo = [await browser.get(f"{OURS}/help/{name}") for name in ("guide.css", "logo.svg")]
        assert style.headers["content-type"].startswith("text/css")
        assert "sandbox" in logo.headers["content-security-policy"]
        for problem in ("//elsewhere.example", "x\r\ny", "<b>"):
            answer = await browser.get(f"{OURS}/help", params={"problem": problem}, follow_redirects=False)
            assert answer.headers["location"] == "/help/en/index.html"

    play(tmp_path, story, guide=folder)


def test_a_folder_without_a_guide_is_refused_at_the_start(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        for wrong in (tmp_path, tmp_path / "nowhere", tmp_path / "keyturn.db"):
            with pytest.raises(OperatorError, match="no guide is there") as refused:
                Integration(settings(tmp_path, street.facts, guide=wrong), VirtualClock(), street.overheard)
            assert "keyturn docs build" in refused.value.remedy

    play(tmp_path, story)
