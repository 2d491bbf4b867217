"""One company walks all five steps, is turned down once, mends a point, explains a difference, and is released."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.journey import reports
from tests.journey.walker import HARBOUR, Walker


def following(walker: Walker) -> str:
    """The one next thing to do."""
    told = json.loads(walker.says("status", "--format", "json"))
    return str(told["next"])


def test_from_the_first_idea_to_released(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    walker.says("init", "--yes", "--force")
    assert "Replace the placeholders" in following(walker)
    assert "placeholders" in walker.says("apply", "--yes", code=2)
    walker.says("init", "--yes", "--force", *HARBOUR)
    report = walker.folder / "state/check.json"
    reports.write(report, *reports.PLAIN, failed=(4,))
    assert "keyturn apply" in following(walker)

    walker.says("apply", "--yes")
    assert "Nuki decides now" in following(walker)
    walker.reviewer("refuse", "Which countries, and how many doors?")
    assert "refused or taken back" in following(walker)
    walker.edit("holiday flats in Austria", "about 400 holiday flats in Austria and Germany")
    walker.edit('market = ["AT"]', 'market = ["AT", "DE"]')
    assert "about 400 holiday flats" in walker.says("apply", "--yes")
    walker.reviewer("approve")

    walker.edit("features = []", 'features = ["DEVICE_STATUS"]')
    assert "has not got what the manifest says" in following(walker)
    assert "change where central webhooks go" in walker.says("apply", "--yes", "--secret-file", "secret")
    assert "Mend P4 refresh-rotation" in following(walker)
    assert "P4 refresh-rotation" in walker.says("form", "--no-pdf", code=1)
    reports.write(report, *reports.PLAIN, "unlatch")
    assert "keyturn form" in following(walker)
    assert "actions.unlatch" in walker.says("form", "--no-pdf", code=1)
    told = walker.says("release", code=1)
    assert "Nuki shows TESTING, not ACTIVE" in told and "actions.unlatch" in told

    text = walker.manifest.read_text()
    walker.manifest.write_text(f'{text}\n[explained]\n"actions.unlatch" = "for owners only, in our own app"\n')
    walker.says("form", "--no-pdf")
    assert "Send letter.txt" in following(walker)
    form = json.loads((walker.folder / "form/form.json").read_text())
    walker.reviewer("submit", form=form["form"])
    walker.reviewer("request_changes", "Say in one sentence what it is for.")
    walker.edit("Open and watch your door", "Let your guests in")
    assert "Write it again" in following(walker)
    walker.says("form", "--no-pdf")
    assert "Send letter.txt" in following(walker)
    form = json.loads((walker.folder / "form/form.json").read_text())
    walker.reviewer("submit", form=form["form"])
    walker.reviewer("release")

    assert "keyturn release" in following(walker)
    monkeypatch.delenv("KEYTURN_NUKI_API_TOKEN")
    assert "Nuki was not asked" in walker.says("release", code=1)
    monkeypatch.setenv("KEYTURN_NUKI_API_TOKEN", walker.nuki.api_token)
    assert "is released" in walker.says("release")
    assert following(walker).startswith("Nothing:")
    assert walker.says("status").count("[x]") == 5
    walker.edit('market = ["AT", "DE"]', 'market = ["AT", "DE", "CH"]')
    kept = (walker.folder / "keyturn.progress.json").read_text()
    assert (walker.folder / "secret").read_text() not in kept
    assert [event["what"] for event in json.loads(kept)["events"]].count("applied") == 2


def test_without_a_token_what_was_seen_last_is_told(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    walker.says("apply", "--yes")
    monkeypatch.delenv("KEYTURN_NUKI_API_TOKEN")
    assert "Try the integration with: Smart Lock" in following(walker)
    told = walker.says("status")
    assert "[?] J2" in told and "it showed APPLIED" in told and "No check has been read" in told


def test_a_released_integration_that_nuki_suspends_is_not_done(walker: Walker) -> None:
    reports.write(walker.folder / "state/check.json", *reports.PLAIN)
    walker.says("apply", "--yes")
    walker.reviewer("approve")
    walker.says("form", "--no-pdf")
    form = json.loads((walker.folder / "form/form.json").read_text())["form"]
    walker.reviewer("submit", form=form)
    walker.reviewer("release")
    walker.says("release")
    walker.reviewer("suspend")
    assert "[ ] J5" in walker.says("status")


def test_a_check_of_some_points_or_stories_releases_nothing(walker: Walker) -> None:
    file = walker.folder / "state/check.json"
    reports.write(file, *reports.PLAIN)
    told = json.loads(file.read_text())
    file.write_text(json.dumps({**told, "points": told["points"][:3], "profile": "smoke"}))
    said = walker.says("release", code=1)
    assert "left out P4, P5" in said and "profile smoke" in said


@pytest.mark.parametrize("verb", ["status", "release"])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("keyturn.toml", "[company", "no TOML"),
        ("keyturn.progress.json", "{}}", "cannot be used"),
        ("state/check.json", "PASSED", "no report of a check"),
    ],
)
def test_what_cannot_be_read_is_said(walker: Walker, verb: str, name: str, content: str, words: str) -> None:
    file: Path = walker.folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    assert words in walker.says(verb, code=2)
