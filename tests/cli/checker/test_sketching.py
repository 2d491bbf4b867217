from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.cli.app import app
from keyturn.cli.command import Ended
from keyturn.cli.complaint import Complaint


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["init"], "no address"),
        (["init", "ftp://x"], "no address"),
        (["init", "http://127.0.0.1:9/"], "ConnectError"),
        (["SUBJECT.toml", "http://x"], "one word too many"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Complaint, match=told):
        app(["check", *words])
    assert not list(tmp_path.iterdir())


def test_a_file_that_stands_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("SUBJECT.toml").write_text("mine")
    with pytest.raises(Complaint, match="already"):
        app(["check", "init", "http://localhost:8000"])
    assert Path("SUBJECT.toml").read_text() == "mine"


def test_production_wants_an_address(tmp_path: Path) -> None:
    file = Path(__file__).parents[3] / "subjects" / "keyturn.toml"
    with pytest.raises(Complaint, match="no address"):
        app(["check", str(file), "--production", "stays.example"])
    with pytest.raises(Complaint, match="is no file"):
        app(["check", str(file), "--production", "https://127.0.0.1:9", "--trust", str(tmp_path / "none.pem")])


def test_one_that_does_not_answer_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(__file__).parents[3] / "subjects" / "keyturn.toml"
    with pytest.raises(Ended) as ended:
        app(["check", str(file), "--production", "https://127.0.0.1:9"])
    assert ended.value.exit_code == 3 and "did not answer" in capsys.readouterr().out
