"""A manifest to begin with: few questions, no flaw, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.process import run

from keyturn.journey import offer
from keyturn.journey.draft import Answers, asked, written
from keyturn.journey.errors import ManifestWrong
from keyturn.journey.manifest import judged_scopes, parsed, placeholders, read


def test_without_a_question_it_reads_back_with_its_placeholders_named(tmp_path: Path) -> None:
    done = run("init", "--yes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = read(tmp_path / "keyturn.toml")
    assert judged_scopes(manifest) == ({}, ())
    left = placeholders(manifest)
    assert {"company.name", "company.email", "integration.description", "urls.site", "oauth.redirect_uris"} <= set(
        left
    )
    assert "company.name" in done.stdout


@pytest.mark.parametrize("action", offer.ACTIONS)
def test_the_scopes_follow_from_each_action(action: str) -> None:
    devices = (offer.ACTIONS[action].device or "smart_lock",)
    manifest = parsed(written(Answers(devices=devices, actions=(action,))))
    assert judged_scopes(manifest) == ({}, ())


def test_what_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "keyturn.toml"
    file.write_text("mine")
    done = run("init", "--yes", cwd=tmp_path)
    assert done.returncode == 2 and "--force" in done.stderr
    assert file.read_text() == "mine"
    assert run("init", "--yes", "--force", cwd=tmp_path).returncode == 0
    assert read(file)


def test_options_fill_it_and_wrong_ones_are_named(tmp_path: Path) -> None:
    told = ("--company", 'Harbour "Stays"', "--site", "https://www.harbour.example", "--action", "codes")
    assert run("init", "--yes", *told, cwd=tmp_path).returncode == 0
    manifest = read(tmp_path / "keyturn.toml")
    assert manifest.company.name == 'Harbour "Stays"'
    assert manifest.company.email == "integrations@harbour.example"
    assert manifest.integration.accessories == ("keypad",)
    assert placeholders(manifest) == ("integration.description",)
    done = run("init", "--yes", "--force", "--action", "unlok", cwd=tmp_path)
    assert done.returncode == 2 and "Do you mean 'unlock'" in done.stderr
    assert read(tmp_path / "keyturn.toml") == manifest


@pytest.mark.parametrize(
    "site", ["https://[x", "https://x:99999", "harbour", "http://harbour.example", "https://a b"]
)
def test_a_site_that_is_none_is_said(site: str) -> None:
    with pytest.raises(ManifestWrong, match=r"urls\.site"):
        parsed(written(Answers(site=site)))


def test_no_terminal_is_said_and_nothing_written(tmp_path: Path) -> None:
    done = run("init", cwd=tmp_path)
    assert done.returncode == 2 and "--yes" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_answer_is_asked_for_again() -> None:
    replies: Iterator[str] = iter(["Harbour", "Austria", "DE", "", "opener, box", "", "", ""])
    said: list[str] = []
    answers = asked(Answers(), lambda _: next(replies), said.append)
    assert answers.country == "DE" and answers.devices == ("opener", "box")
    assert any("'Austria'" in line for line in said)
