"""Every secret and every code of the street, looked for in every form of the report and in all that is left behind."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.checker.evidence import Canaries
from keyturn.cli.app import app
from keyturn.secrecy import Secret

pytestmark = pytest.mark.street
STORIES = (
    *(
        "access_code_is_not_logged",
        "own_keys_stay_on_the_server",
        "no_secret_is_logged",
        "hand_over_has_no_secrets",
    ),
    *(
        "newest_refresh_token_used",
        "forged_webhook_is_refused",
        "error_page_has_no_secret",
        "tokens_stay_on_the_server",
    ),
)
"""Conditions whose stories together use every kind of secret there is."""


@pytest.mark.parametrize("subject", ["subjects/keyturn.toml", "examples/starlette/SUBJECT.toml"])
def test_no_secret_and_no_code_is_left_behind(
    subject: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets, codes = dict[str, str](), set[str]()
    plant, plant_code = Canaries.plant, Canaries.plant_code

    def heard(canaries: Canaries, name: str, secret: Secret) -> None:
        secrets[secret.reveal()] = name
        plant(canaries, name, secret)

    def heard_code(canaries: Canaries, secret: Secret) -> None:
        codes.add(secret.reveal())
        plant_code(canaries, secret)

    monkeypatch.setattr(Canaries, "plant", heard)
    monkeypatch.setattr(Canaries, "plant_code", heard_code)
    monkeypatch.chdir(tmp_path)
    kept: list[bytes] = []
    monkeypatch.setattr(
        "keyturn.checker.runner.finished.Finished.end", lambda self: kept.append(self._file.read_bytes())
    )
    words = [word for name in STORIES for word in ("--only", name)]
    app(["check", str(ROOT / subject), *words, "--report", "out", "--format", "json"])

    said = capsys.readouterr()
    left = {"stdout": said.out.encode(), "stderr": said.err.encode(), "what to go on from": kept[0]}
    left |= dict(_unpacked(tmp_path / "out"))
    kinds = set(secrets.values())
    assert kinds >= {
        "client_secret",
        "code",
        "access_token",
        "refresh_token",
        "password",
        "random_key",
        "random_token",
    }
    assert codes and {"report.html", "report.json", "bundle.zip/report.html"} <= set(left)
    for place, content in left.items():
        text = content.decode(errors="replace")
        # A state is worth nothing once it came back, and its strength is judged by its looks.
        assert [name for value, name in secrets.items() if name != "state" and value in text] == [], place
        assert [code for code in codes if re.search(rf"(?<![0-9A-Za-z]){code}(?![0-9A-Za-z])", text)] == [], place


def _unpacked(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.iterdir()):
        yield file.name, file.read_bytes()
        if file.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
                for name in packed.namelist():
                    yield f"{file.name}/{name}", packed.read(name)
