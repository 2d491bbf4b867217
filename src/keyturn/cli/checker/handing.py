"""``--report FOLDER``: the report's forms as files, compared with those that stood there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keyturn.cli.complaint import Complaint

if TYPE_CHECKING:
    from keyturn.checker.report.value import Report
    from keyturn.checker.subject.settings import Subject


def hand_over(report: Report, subject: Subject, folder: Path) -> str:
    """Write all forms into the folder; a line that says so. Raises :class:`Complaint` when that cannot be done."""
    from keyturn.checker.report.bundle import bundle, forms
    from keyturn.checker.report.comparison import changes, last

    try:
        folder.mkdir(parents=True, exist_ok=True)
        earlier = folder / "report.json"
        before = last(earlier.read_bytes()) if earlier.is_file() else None
        for name, content in forms(report, before).items():
            (folder / name).write_bytes(content)
        (folder / "bundle.zip").write_bytes(bundle(report, subject, before))
    except OSError as trouble:
        raise Complaint(
            f"The report cannot be written to {folder}: {trouble.strerror}.", "Name another folder."
        ) from None
    line = f"Report: {folder / 'report.html'}, and bundle.zip beside it to hand on."
    if before:
        differing = changes(report, before)
        better = sum(one.better for one in differing)
        line += f" Since the last run {better} judgements got better and {len(differing) - better} worse."
    return line
