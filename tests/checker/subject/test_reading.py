from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.subject.reading import read

GOOD = """
name = "Doors"
url = "https://localhost:{port}"
[start]
command = ["python", "app.py"]
[application]
redirect_uris = ["{url}/callback"]
[connect]
get = "/connect"
"""


def wrong(tmp_path: Path, text: str) -> Wrong:
    file = tmp_path / "SUBJECT.toml"
    file.write_text(text)
    with pytest.raises(SubjectWrong) as caught:
        read(file)
    return caught.value.wrongs[0]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "SUBJECT.toml"
    file.write_text(GOOD)
    described = read(file)
    assert described.subject.connect.get == "/connect"
    assert described.folder == tmp_path


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    found = wrong(tmp_path, GOOD.replace("command =", "comand ="))
    assert "start" in found.key and found.line == 5


def test_a_line_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert wrong(tmp_path, GOOD + "\n[connect\n").line == 11


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SubjectWrong, match="nowhere"):
        read(tmp_path / "nowhere.toml")
