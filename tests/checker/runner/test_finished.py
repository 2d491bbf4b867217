"""A check that was ended early goes on where it was, on the same subject only."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.checker.errors import SubjectWrong
from keyturn.checker.evidence import Evidence
from keyturn.checker.runner.finished import Finished, Run
from keyturn.checker.subject.reading import read

RUN = Run(version="1", subject="abc", seed="s")


def evidence(name: str, broken: str | None = None) -> Evidence:
    return Evidence(scenario=name, redirect_uris=(), broken=broken, seconds=1.5)


def begun(folder: Path, *stories: Evidence) -> Path:
    file = folder / "state" / "check-begun.jsonl"
    first = Finished(file, RUN)
    first.begin()
    for one in stories:
        first.keep(one)
    return file


def test_what_was_told_is_known_again_and_what_was_broken_is_told_anew(tmp_path: Path) -> None:
    file = begun(tmp_path, evidence("a"), evidence("b", "It crashed."), evidence("c"))
    file.write_bytes(file.read_bytes() + b'{"scenario": "d", "redi')  # the check died here
    again = Finished(file, RUN)
    again.resume()
    assert again.before == {"a": evidence("a"), "c": evidence("c")}
    again.end()
    assert not file.exists()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Run(version="2", subject="abc", seed="s"), "keyturn is 2, and was 1"),
        (Run(version="1", subject="abc", seed="t"), "--seed is t, and was s"),
        (Run(version="1", subject="abd", seed="s"), "has changed since then"),
    ],
)
def test_evidence_of_something_else_is_refused_with_the_reason(tmp_path: Path, now: Run, told: str) -> None:
    with pytest.raises(SubjectWrong, match=told):
        Finished(begun(tmp_path, evidence("a")), now).resume()


@pytest.mark.parametrize("content", [None, b"", b"no json\n", b"{}\n"])
def test_nothing_to_go_on_from_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "check-begun.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SubjectWrong, match="no check was ended early here"):
        Finished(file, RUN).resume()


def test_a_subject_is_another_when_a_file_beside_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "SUBJECT.toml"
    file.write_text((ROOT / "subjects" / "keyturn.toml").read_text())
    (tmp_path / "app.py").write_text("1")
    first = Run.of(read(file), "s")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.js").write_text("no file of a person's")
    assert Run.of(read(file), "s") == first
    (tmp_path / "app.py").write_text("2")
    assert Run.of(read(file), "s").subject != first.subject
