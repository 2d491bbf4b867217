"""Our own integration, checked as any other."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from tests.architecture.places import ROOT

from keyturn.checker.report.as_json import as_json
from keyturn.checker.report.value import Report
from keyturn.checker.runner import Wish, check
from keyturn.checker.scenarios.street import Certificates
from keyturn.checker.subject.reading import read
from keyturn.checker.verdict import Verdict
from keyturn.cli import authority

pytestmark = pytest.mark.street


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


def checked(file: Path, certificates: Certificates) -> Report:
    return asyncio.run(check(read(file), certificates, Wish(), date(2026, 1, 1)))


def test_our_own_integration_passes(certificates: Certificates) -> None:
    report = checked(ROOT / "subjects" / "keyturn.toml", certificates)
    assert [one.broken for one in report.evidence] == [None] * len(report.evidence)
    assert {point.number for point in report.points if point.verdict is Verdict.PASSED} >= {1, 2, 3, 4, 5, 8}
    assert report.exit_code == 0
    document = as_json(report).decode()
    assert "check-client-secret" not in document and "a-key-under-mat" not in document


def test_a_subject_that_never_starts_is_broken_and_said_so(tmp_path: Path, certificates: Certificates) -> None:
    file = tmp_path / "SUBJECT.toml"
    text = (ROOT / "subjects" / "keyturn.toml").read_text()
    begin, end = text.index("command ="), text.index("ready =")
    file.write_text(text[:begin] + "command = ['python', '-c', 'print(\"no way\"); exit(7)']\n" + text[end:])
    report = checked(file, certificates)
    assert report.exit_code == 3
    broken = report.evidence[0].broken
    assert broken and "exit code 7" in broken and "no way" in broken
