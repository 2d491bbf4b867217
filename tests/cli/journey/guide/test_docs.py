"""keyturn docs: built whole or not at all, held to the real product, and nothing of others is touched."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.journey.guide.desk import DOORS, EVERYTHING, LEAST, Desk

from keyturn.cli.journey.guide.product import product_for
from keyturn.integration.actions.action import Kind
from keyturn.journey import offer
from keyturn.journey.draft import Answers, written
from keyturn.journey.guide.product import differences
from keyturn.journey.manifest import parsed

BUILD = ("build", "--no-pictures")


@pytest.mark.parametrize("answers", [EVERYTHING, DOORS, LEAST])
def test_a_guide_to_the_real_product_is_true(desk: Desk, answers: Answers) -> None:
    desk.declare(answers)
    assert "pages, 0 pictures. Open guide/index.html." in desk.says(*BUILD)
    assert desk.says("check") == "guide says what the product has.\n"


def test_every_button_of_the_product_has_a_word_in_the_manifest() -> None:
    everywhere = parsed(written(EVERYTHING).replace('["smart_lock",', '["smart_door", "smart_lock",'))
    product = product_for(everywhere, None)
    assert {button.kind for row in product.buttons.values() for button in row} == set(Kind)
    assert product.actions == set(offer.ACTIONS)
    assert list(differences(everywhere, product)) == []


def test_what_the_product_shows_and_nobody_declared_is_said_and_keeps_the_guide_from_being_true(
    desk: Desk,
) -> None:
    few = replace(DOORS, actions=("read", "lock", "unlock"))
    desk.declare(few)
    told = desk.says(*BUILD)
    assert "actions.unlatch: the product has 'Open the door (unlatch)', and it is not declared." in told
    assert "2 findings" in desk.says("check", code=1)
    reasons = "".join(f'"actions.{name}" = "owners only, never guests"\n' for name in ("unlatch", "lock_n_go"))
    desk.declare(few, f"[explained]\n{reasons}")
    desk.says("check")


def test_a_page_edited_by_hand_is_checked_and_is_not_overwritten_unasked(desk: Desk) -> None:
    desk.says(*BUILD)
    desk.edit("en/doors.html", "</main>", "<p>It opens your Box, too.</p></main>")
    told = desk.says("check", code=1)
    assert "en/doors.html: it mentions the device 'box', which the product does not have." in told
    assert "1 finding: the guide is not true." in told
    before = desk.files()
    told = desk.says(*BUILD, code=2)
    assert "Edited by hand since the last build" in told and "en/doors.html" in told and "--force" in told
    assert desk.files() == before
    desk.says(*BUILD, "--force")
    desk.says("check")


def test_files_of_others_are_never_touched(desk: Desk) -> None:
    desk.guide.mkdir()
    (desk.guide / "letters.txt").write_text("mine")
    before = desk.files()
    assert "guide is not empty, and no guide is in it." in desk.says(*BUILD, code=2)
    assert desk.files() == before
    (desk.guide / "letters.txt").unlink()
    desk.says(*BUILD)
    (desk.guide / "en" / "letters.txt").write_text("mine")
    before = desk.files()
    told = desk.says(*BUILD, "--force", code=2)
    assert "files that are not the guide's: en/letters.txt" in told
    assert desk.files() == before


def test_a_new_build_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it(desk: Desk) -> None:
    desk.declare(EVERYTHING)
    desk.says(*BUILD)
    desk.declare(DOORS)
    desk.says(*BUILD, "--language", "de")
    assert sorted(path.name for path in desk.folder.iterdir()) == ["guide", "keyturn.toml"]
    assert not (desk.guide / "en").exists() and not (desk.guide / "de/codes.html").exists()
    assert json.loads((desk.guide / "guide.json").read_text())["languages"] == ["de"]
    assert desk.guide.stat().st_mode & 0o777 == 0o755
    desk.says("check")


def test_a_build_that_cannot_be_finished_leaves_the_old_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.says(*BUILD)
    before = desk.files()
    kept = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "support.html":
            raise OSError(28, "No space left on device")
        return kept(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "guide cannot be written: No space left on device." in desk.says(*BUILD, code=2)
    assert desk.files() == before


def test_bad_input_gets_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nowhere.toml" in desk.says(*BUILD, "--manifest", "nowhere.toml", code=2)
    assert "guide holds no guide." in desk.says("check", code=2)
    assert "keyturn.toml is a file." in desk.says(*BUILD, "--out", "keyturn.toml", code=2)
    assert "cannot be read" in desk.says(*BUILD, "--theme", "nowhere.toml", code=2)
    assert "is not one of en, de" in desk.says(*BUILD, "--language", "fr", code=2)
    (desk.folder / "keyturn.toml").write_text("[company]\n")
    assert "keyturn.toml is not in order" in desk.says(*BUILD, code=2)
    assert [path.name for path in desk.folder.iterdir()] == ["keyturn.toml"]
    desk.declare(DOORS)
    desk.says(*BUILD)
    (desk.guide / "guide.json").write_text("{}")
    assert "guide.json cannot be read" in desk.says("check", code=2)


def test_a_folder_that_cannot_be_written_gets_a_sentence(desk: Desk) -> None:
    for place in ("/proc/guide", "keyturn.toml/guide"):  # also root cannot write there
        told = desk.says(*BUILD, "--out", place, code=2)
        assert f"{place} cannot be written" in told and "--out" in told


def test_without_playwright_nothing_is_done_and_the_way_out_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    assert "keyturn[checker]" in desk.says("build", code=2)
    assert not desk.guide.exists()


def test_without_chromium_nothing_is_done_and_the_way_out_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/nowhere/chromium")
    told = desk.says("build", code=2)
    assert "Chromium" in told and "--no-pictures" in told
    assert not desk.guide.exists()


def test_the_theme_is_the_products_own(desk: Desk) -> None:
    (desk.folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (desk.folder / "theme.toml").write_text(
        'accent = "#7a2f8f"\naccent_dark = "#d9a3e8"\nlogo = "logo.svg"\n'
        '[[links]]\ntext = "Imprint"\nhref = "https://harbour.example/imprint"\n'
    )
    desk.says(*BUILD, "--theme", "theme.toml")
    assert "--accent: #7a2f8f" in (desk.guide / "guide.css").read_text()
    assert (desk.guide / "logo.svg").read_bytes() == (desk.folder / "logo.svg").read_bytes()
    assert 'href="https://harbour.example/imprint">Imprint<' in (desk.guide / "de/support.html").read_text()
