from __future__ import annotations

import threading
from pathlib import Path

from tests.checker.report.reports import report

from keyturn.checker.report.value import Report
from keyturn.checker.verdict import Verdict
from keyturn.cli.checker.watching import again, changes, stamp


def test_a_changed_file_is_seen_and_what_programs_write_is_not(tmp_path: Path) -> None:
    for folder in ("node_modules", ".git", "app"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app" / "main.py").write_text("1")
    before = stamp(tmp_path)
    (tmp_path / "node_modules" / "x.js").write_text("2")
    (tmp_path / ".git" / "index").write_text("2")
    assert stamp(tmp_path) == before
    (tmp_path / "app" / "new.py").write_text("2")
    assert stamp(tmp_path) != before


def test_a_change_is_named(tmp_path: Path) -> None:
    seen = changes(tmp_path)
    timer = threading.Timer(0.3, (tmp_path / "main.py").write_text, ("2",))
    timer.start()
    assert next(seen) == "main.py"
    timer.join()


def test_what_was_not_well_comes_first() -> None:
    asked = list[tuple[str, ...]]()
    verdicts = iter((Verdict.FAILED, Verdict.PASSED, Verdict.PASSED))

    def check(only: tuple[str, ...]) -> Report:
        asked.append(only)
        return report(verdict=next(verdicts))

    still = again(check, report(verdict=Verdict.FAILED))
    assert asked == [("P1",)], "while it fails, the rest can wait"
    mended = again(check, still)
    assert asked[1:] == [("P1",), ()] and mended.exit_code == 0
