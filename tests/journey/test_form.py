"""The form: what is declared held against what was seen, and on paper without a way to do harm."""

from __future__ import annotations

import json
import shutil
from zipfile import ZipFile

import pytest
from tests.journey import reports
from tests.journey.walker import Walker

from keyturn.journey.draft import Answers, written
from keyturn.journey.form import filled
from keyturn.journey.manifest import parsed
from keyturn.journey.paper import as_html, as_json, letter
from keyturn.journey.seen import seen_in


def test_what_was_done_is_seen_by_its_name() -> None:
    scopes = f"{reports.SCOPES} smartlock.auth smartlock.log"
    seen = seen_in((reports.evidence(*reports.PLAIN, "opener", "codes", "log", scopes=scopes),))
    assert seen.actions == {"read", "lock", "unlock", "ring_to_open", "codes", "activity"}
    assert seen.devices == {"smart_lock", "opener"}
    assert seen.accessories == {"keypad"}
    assert seen.scopes == set(scopes.split())


def test_a_device_that_is_only_listed_is_not_seen_at_work() -> None:
    assert seen_in((reports.evidence("list"),)).devices == frozenset()


def test_differences_are_named_both_ways_and_close_when_settled_or_explained(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN, "unlatch")
    walker.edit('actions = ["read", "lock", "unlock"]', 'actions = ["read", "lock", "unlock", "lock_n_go"]')
    told = walker.says("form", "--no-pdf", code=1)
    assert "actions.lock_n_go" in told and "the check never saw it" in told
    assert "actions.unlatch" in told and "is not declared" in told
    draft = "A draft, not to be sent: 2 differences"
    for name in ("form.html", "form.md", "letter.txt"):
        assert draft in (walker.folder / "form" / name).read_text()
    walker.edit(', "lock_n_go"]', "]")
    text = walker.manifest.read_text()
    walker.manifest.write_text(
        f'{text}\n[explained]\n"actions.unlatch" = "because"\n"scopes.account" = "it is gone now"\n'
    )
    told = walker.says("form", "--no-pdf", code=1)
    assert "No longer needed in [explained]: scopes.account." in told and "actions.unlatch" in told
    assert "keyturn apply" in told
    walker.says("apply", "--yes")
    walker.edit('"because"', '"only for owners, in the app we show next spring"')
    told = walker.says("form", "--no-pdf")
    assert "developer@nuki.io" in told
    made = json.loads((walker.folder / "form/form.json").read_text())
    assert made["form"]["actions"] == ["Show devices and their state", "Lock", "Unlock"]
    assert made["differences"][0]["reason"].startswith("only for owners")
    sent = (walker.folder / "form/letter.txt").read_text()
    assert sent.startswith("To: developer@nuki.io") and "only for owners" in sent
    assert "the form and bundle.zip" in sent
    with ZipFile(walker.folder / "form/bundle.zip") as packed:
        assert packed.read("report.json") == (walker.folder / "state/check.json").read_bytes()
        assert {"report.html", "junit.xml"} < set(packed.namelist())


def test_a_failed_point_keeps_it_a_draft(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN, failed=(3,))
    assert "points that did not pass: P3 token-custody" in walker.says("form", "--no-pdf", code=1)


def test_without_a_report_nothing_is_proved(walker: Walker) -> None:
    assert "Run `keyturn check`" in walker.says("form", "--no-pdf", code=1)
    assert not (walker.folder / "form/bundle.zip").exists()
    assert "bundle.zip" not in (walker.folder / "form/letter.txt").read_text()


def test_what_is_no_report_is_said_and_nothing_written(walker: Walker) -> None:
    (walker.folder / "check.json").write_text('{"points": 3}')
    told = walker.says("form", "--report", "check.json", code=2)
    assert "no report of a check" in told and "keyturn check" in told
    assert not (walker.folder / "form").exists()


def test_a_folder_that_is_a_file_is_said(walker: Walker) -> None:
    assert "cannot be written" in walker.says("form", "--no-pdf", "--out", "keyturn.toml", code=2)
    assert "[company]" in walker.manifest.read_text()


def test_placeholders_are_not_put_into_a_form(walker: Walker) -> None:
    walker.edit("Harbour Stays", "Replace-me")
    assert "placeholders" in walker.says("form", code=2)


def test_html_of_the_manifest_is_text() -> None:
    made = filled(parsed(written(Answers(company="<script>alert(1)</script>"))), None)
    assert "<script" not in as_html(made)
    assert "<script>" in letter(made) and b"<script>" in as_json(made)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_it_is_printed(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("form", code=1)
    assert (walker.folder / "form/form.pdf").read_bytes().startswith(b"%PDF")
