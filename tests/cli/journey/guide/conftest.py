"""A desk for every test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.journey.guide.desk import DOORS, Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """With a manifest that is in order."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEYTURN_THEME", raising=False)
    made = Desk(tmp_path, capsys)
    made.declare(DOORS)
    return made
