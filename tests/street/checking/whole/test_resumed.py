"""A check that is interrupted is taken up again, and its report is the same as if it had not been."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import msgspec
import pytest
from tests.architecture.places import ROOT
from tests.street.running import KEYTURN

from keyturn.checker.report.value import Report

pytestmark = pytest.mark.street


def test_an_interrupted_check_goes_on_and_writes_its_report(tmp_path: Path) -> None:
    state = tmp_path / "state"
    words = [KEYTURN, "check", "subjects/keyturn.toml", "--profile", "smoke", "--state", str(state)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as first:
        assert first.stderr is not None
        told = {first.stderr.readline().split()[0] for _ in range(4)}
        first.send_signal(signal.SIGINT)
        rest = first.stderr.read()
    assert first.returncode not in (0, 3) and "go on with the same words and --resume" in rest
    assert not (state / "check.json").exists()
    second = subprocess.run(
        [*words, "--resume"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    again = {line.split()[0] for line in second.stderr.splitlines()}
    assert not told & again
    report = msgspec.json.decode((state / "check.json").read_bytes(), type=Report)
    assert {one.scenario for one in report.evidence} >= told | again and report.exit_code == 0
    assert report.version and report.fingerprint and not (state / "check-begun.jsonl").exists()
    nothing_left = subprocess.run(
        [*words, "--resume"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert nothing_left.returncode == 2 and "no check was ended early here" in nothing_left.stderr
