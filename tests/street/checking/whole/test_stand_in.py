"""A subject that asks api.nuki.io and nothing else is checked all the same, and nothing outside is asked."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
import pytest
from tests.architecture.places import ROOT

from keyturn.checker.report.value import Report
from keyturn.checker.verdict import Verdict
from keyturn.cli.app import app
from keyturn.cli.command import Ended

pytestmark = pytest.mark.street
CONDITIONS = (
    "redirect_is_repeated_in_the_exchange",
    "webhook_confirms_the_action",
    "expired_token_renewed_on_get",
)


def subject(folder: Path, *more: str) -> Path:
    told = (ROOT / "examples" / "starlette" / "SUBJECT.toml").read_text()
    words = ", ".join(f'"{word}"' for word in ("python", "-m", "tests.street.checking.whole.fixed", *more))
    told = told.replace('command = ["python", "-m", "guesthouse"]', f'command = [{words}]\nfolder = "{ROOT}"')
    told = told.replace("plain_http = true", 'plain_http = true\nstands_in_for = "api.nuki.io"')
    for line in ('NUKI_URL = "{sandbox_url}"\n', 'NUKI_CA_FILE = "{ca_file}"\n'):
        assert line in told
        told = told.replace(line, "")
    file = folder / "SUBJECT.toml"
    file.write_text(told)
    return file


def checked(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Report:
    words = [word for name in CONDITIONS for word in ("--only", name)]
    with contextlib.suppress(Ended):
        app(["check", str(subject(folder, *more)), *words, "--state", str(folder / "state"), "--format", "json"])
    return msgspec.json.decode(capsys.readouterr().out, type=Report)


def test_the_sandbox_stands_in_for_nuki(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = checked(tmp_path, capsys)
    findings = [one for point in report.points for one in point.findings]
    assert {one.condition: one.verdict for one in findings} == dict.fromkeys(CONDITIONS, Verdict.PASSED), findings
    ways = [
        one.location for story in report.evidence for one in story.exchanges if "/oauth/authorize" in one.location
    ]
    assert ways and all(way.startswith("https://api.nuki.io/oauth/authorize?") for way in ways)


def test_one_that_does_not_read_its_environment_is_told_what_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = checked(tmp_path, capsys, "deaf")
    assert {point.verdict for point in report.points} == {Verdict.BROKEN} and report.exit_code == 3
    assert "never asked for api.nuki.io through the proxy" in str(report.evidence[0].broken)
