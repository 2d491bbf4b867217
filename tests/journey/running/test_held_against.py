"""The running integration in the form: differences that only its use shows, and bad words on the way to it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journey import reports
from tests.journey.walker import Walker

from keyturn.journey.running.facts import Facts, Hooks, read, written

USED = Facts(
    url="https://stays.example",
    at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    grants={"active": 3, "lost": 1},
    scopes={"smartlock.readOnly": 3, "smartlock.action": 3, "webhook.decentral": 3},
    devices={"smart_lock": 4, "opener": 1},
    acted={"smart_lock": 4},
    actions={"read": 5, "lock": 7},
    hooks=Hooks(deliveries=200, failed=0.06),
)


def keep(walker: Walker, facts: Facts) -> None:
    file = walker.folder / "state/running.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(written(facts))


def test_what_is_in_use_stands_in_the_form_and_agrees(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("apply", "--yes")
    keep(walker, USED)
    walker.says("form", "--no-pdf")
    page = (walker.folder / "form/form.md").read_text()
    assert "In use, read 2026-03-01 12:00 UTC" in page and "Lock: 7" in page
    assert "6.0% of 200 not taken in 24 hours, above what Nuki allows" in page


def test_what_only_the_use_shows_has_to_be_settled_or_explained(walker: Walker) -> None:
    from msgspec.structs import replace

    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("apply", "--yes")
    walker.reviewer("approve")
    walker.says("form", "--no-pdf")
    assert "Send letter.txt" in walker.says("status")
    scopes = {"smartlock.readOnly": 3, "webhook.decentral": 3, "account": 1}
    keep(walker, replace(USED, scopes=scopes, actions={"codes": 1, "lock": 1}))
    told = walker.says("form", "--no-pdf", code=1)
    assert "scopes.account: The scope account was seen in the running integration, and is not declared" in told
    assert "scopes.smartlock.action" in told and "no live grant has it" in told
    assert "actions.codes" in told and "accessories.keypad" in told
    assert "actions.unlock" not in told, "the check saw it"
    assert "Write it again" not in walker.says("status") and "Open: scopes.account" in walker.says("status")
    walker.edit("# [explained]", '[explained]\n"scopes.account" = "three customers of our pilot have it"')
    assert "scopes.account" not in walker.says("form", "--no-pdf", code=1)


def test_without_live_grants_nothing_is_missed(walker: Walker) -> None:
    from msgspec.structs import replace

    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("apply", "--yes")
    keep(walker, replace(USED, grants={"lost": 4}, scopes={}, devices={}, acted={}, actions={}, hooks=None))
    walker.says("form", "--no-pdf")


def test_facts_survive_their_file(tmp_path: Path) -> None:
    file = tmp_path / "running.json"
    assert read(file) is None
    file.write_bytes(written(USED))
    assert read(file) == USED
    assert json.loads(file.read_text())["hooks"]["deliveries"] == 200


@pytest.mark.parametrize(
    ("key", "words", "told"),
    [
        ("", ("--running", "https://stays.example"), "KEYTURN_API_KEY is not set"),
        ("kt hush", ("--running", "https://stays.example"), "Copy it once more"),
        ("kt_hush", ("--running", "http://stays.example"), "travel in clear"),
        ("kt_hush", ("--running", "nonsense"), "like https://stays.example"),
        ("kt_hush", ("--running", "https://127.0.0.1:1"), "its authority"),
        ("kt_hush", ("--running", "https://127.0.0.1:1", "--running-ca-file", "no.pem"), "no.pem"),
    ],
)
def test_bad_words_are_answered_in_words(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, key: str, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("KEYTURN_API_KEY", key)
    said = walker.says("form", "--no-pdf", *words, code=2)
    assert told in said and "hush" not in said
    assert not (walker.folder / "form").exists() and not (walker.folder / "state/running.json").exists()


def test_what_is_no_file_of_facts_is_said(walker: Walker) -> None:
    (walker.folder / "state").mkdir(exist_ok=True)
    (walker.folder / "state/running.json").write_text("[]")
    for verb in ("form", "status", "release"):
        assert "holds no facts of a running integration" in walker.says(verb, code=2)


def test_an_integration_that_is_no_keyturn_is_said(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYTURN_API_KEY", "kt_hush")
    said = walker.says("form", "--no-pdf", "--running", walker.nuki.url, code=2)
    assert "without a problem document" in said
