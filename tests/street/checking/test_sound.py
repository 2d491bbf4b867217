"""Three correct integrations in three stacks: nothing fails, everything is played, and no report holds a secret."""

from __future__ import annotations

import asyncio
import shutil
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
SOUND = {
    "keyturn": ROOT / "subjects" / "keyturn.toml",
    "starlette": ROOT / "examples" / "starlette" / "SUBJECT.toml",
    "node": ROOT / "examples" / "node" / "SUBJECT.toml",
}
HAS_NODE = shutil.which("node") is not None and (ROOT / "examples" / "node" / "node_modules").is_dir()
HERE = {name: file for name, file in SOUND.items() if name != "node" or HAS_NODE}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    made = authority.ensure(tmp_path_factory.mktemp("trust") / "authority")
    return Certificates(made.ca_file, made.certificate, made.key)


@pytest.fixture(scope="module")
def checked(certificates: Certificates) -> dict[str, Report]:
    """The whole check of each, all at the same time: most of it is waiting."""

    async def one(name: str, file: Path) -> tuple[str, Report]:
        return name, await check(read(file), certificates, Wish(), date(2026, 1, 1))

    async def each() -> dict[str, Report]:
        return dict(await asyncio.gather(*(one(*pair) for pair in HERE.items())))

    return asyncio.run(each())


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_integration_has_no_failure(name: str, checked: dict[str, Report]) -> None:
    if name not in checked:
        pytest.skip("Node and its packages are not here: npm ci in examples/node.")
    report = checked[name]
    findings = [one for point in report.points for one in point.findings]
    wrong = [one for one in findings if one.verdict in (Verdict.FAILED, Verdict.BROKEN, Verdict.WARNING)]
    assert [(one.condition, one.scenario, one.observation) for one in wrong] == []
    assert report.exit_code == 0
    verdicts = {point.number: point.verdict for point in report.points}
    assert {number for number, verdict in verdicts.items() if verdict is Verdict.PASSED} >= {1, 2, 3, 4, 5, 7, 8}
    assert verdicts[9] is verdicts[10] is Verdict.REVIEW  # people have to look, always


@pytest.mark.parametrize("name", HERE)
def test_no_report_holds_a_secret(name: str, checked: dict[str, Report]) -> None:
    document = as_json(checked[name]).decode()
    assert "check-client-secret" not in document and "a-key-under-mat" not in document


def test_a_subject_that_never_starts_is_broken_and_said_so(tmp_path: Path, certificates: Certificates) -> None:
    file = tmp_path / "SUBJECT.toml"
    text = SOUND["keyturn"].read_text()
    begin, end = text.index("command ="), text.index("ready =")
    file.write_text(text[:begin] + "command = ['python', '-c', 'print(\"no way\"); exit(7)']\n" + text[end:])
    report = asyncio.run(check(read(file), certificates, Wish(smoke=True), date(2026, 1, 1)))
    assert report.exit_code == 3
    broken = report.evidence[0].broken
    assert broken and "exit code 7" in broken and "no way" in broken
