"""A check as a person runs it: what it writes down, in how long, and that no secret is in it."""

from __future__ import annotations

import resource
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.architecture.places import ROOT
from tests.street.running import KEYTURN

pytestmark = pytest.mark.street
PLANTED = ("check-client-secret", "a-key-under-mat", "check-api-token")
SMOKE_SECONDS = 10.0
"""Of computing, ours and the subject's: other programs on this machine do not count."""


def test_the_smoke_profile_is_quick_and_hands_on_no_secret(tmp_path: Path) -> None:
    words = ["check", "subjects/keyturn.toml", "--profile", "smoke", "--report", str(tmp_path / "out")]
    command = [KEYTURN, *words, "--state", str(tmp_path / "state")]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
    before = _computed()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
    assert _computed() - before < SMOKE_SECONDS
    assert b"Since the last run 0 judgements got better and 0 worse." in ended.stderr
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert set(written) == {"report.html", "report.json", "junit.xml", "bundle.zip"}
    with zipfile.ZipFile(tmp_path / "out" / "bundle.zip") as packed:
        written |= {f"bundle/{name}": packed.read(name) for name in packed.namelist()}
    written |= {"stdout": ended.stdout, "stderr": ended.stderr}
    for name, content in written.items():
        assert not [secret for secret in PLANTED if secret.encode() in content], name


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
