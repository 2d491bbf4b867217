"""The published schema is the one that reports follow; ``keyturn.checker.report`` as a program prints it."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.architecture.places import ROOT


def test_the_published_schema_is_current() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "keyturn.checker.report"], capture_output=True, text=True, check=True
    )
    assert json.loads((ROOT / "docs" / "check-report.schema.json").read_text()) == json.loads(made.stdout)
