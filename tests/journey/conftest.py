"""A walker for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journey.walker import HARBOUR, Walker

from keyturn.testing import NukiServer


@pytest.fixture
def walker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Walker]:
    """With a manifest that is in order, and nothing filed yet."""
    server = NukiServer()
    server.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEYTURN_NUKI_CA_FILE", raising=False)
    monkeypatch.setenv("KEYTURN_NUKI_URL", server.url)
    monkeypatch.setenv("KEYTURN_NUKI_API_TOKEN", server.api_token)
    walks = Walker(tmp_path, server, capsys)
    walks.says("init", "--yes", *HARBOUR)
    yield walks
    server.close()
