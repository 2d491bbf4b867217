"""One check from beginning to end: what it writes into the state folder while it runs and when it is over."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.files import REPORT, write

if TYPE_CHECKING:
    from datetime import date

    from keyturn.checker.evidence import Evidence
    from keyturn.checker.report.value import Report
    from keyturn.checker.runner import Wish
    from keyturn.checker.scenarios.street import Certificates
    from keyturn.checker.subject.settings import Described

BEGUN = "check-begun.jsonl"
"""In the state folder, as long as a check is not over."""


def checked(described: Described, wish: Wish, today: date, state: Path, resume: bool) -> Report:
    """Check; a whole check's report is kept where ``status``, ``form`` and ``release`` look for it.

    Raises :class:`Complaint` and :class:`SubjectWrong`.
    """
    import asyncio

    from keyturn.checker.report.as_json import as_json
    from keyturn.checker.runner import check
    from keyturn.checker.runner.finished import Finished, Run

    shown = _certificates(described, state)
    finished = Finished(state / BEGUN, Run.of(described, wish.seed))

    def over(evidence: Evidence) -> None:
        with contextlib.suppress(OSError):  # the check itself is worth more than going on from here
            finished.keep(evidence)
        _progress(evidence)

    try:
        finished.resume() if resume else finished.begin()
    except OSError as trouble:
        raise Complaint(
            f"{state / BEGUN} cannot be written: {trouble.strerror}.", "Name another folder with --state."
        ) from None
    try:
        report = asyncio.run(check(described, shown, wish, today, over, finished.before))
    except KeyboardInterrupt:
        sys.stderr.write("Ended early. What was seen is kept: go on with the same words and --resume.\n")
        raise
    finished.end()
    if not wish.only:
        write(state / REPORT.name, as_json(report))
    return report


def _certificates(described: Described, state: Path) -> Certificates:
    """For this machine, and for the server the subject takes for Nuki, if it does. Raises :class:`Complaint`."""
    from keyturn.checker.scenarios.street import Certificates
    from keyturn.cli import authority
    from keyturn.cli.sandbox import stand_in

    made = authority.ensure(state / "authority")
    name = described.subject.start.stands_in_for
    if name is None:
        return Certificates(made.ca_file, made.certificate, made.key)
    ca_file, tls = stand_in.certificate(state, name)
    both = state / f"authorities-{name}.pem"
    write(both, made.ca_file.read_bytes() + ca_file.read_bytes())
    return Certificates(both, made.certificate, made.key, (tls.certificate, tls.key))


def _progress(evidence: Evidence) -> None:
    how = "not played" if evidence.broken else "skipped" if evidence.skipped else f"{evidence.seconds:.1f} s"
    sys.stderr.write(f"  {evidence.scenario}  {how}\n")
    sys.stderr.flush()
