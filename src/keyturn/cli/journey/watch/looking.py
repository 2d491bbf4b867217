"""One round: every look that is possible, each on its own, so that trouble with one hides nothing of the others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from keyturn.checker.errors import SubjectWrong
from keyturn.checker.subject.reading import read as described_in
from keyturn.cli.checker.production import looked_at_from_outside
from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.files import write
from keyturn.cli.journey.nuki import secret_in
from keyturn.cli.journey.running import API_KEY, FACTS, OPERATOR_TOKEN, asked, figures_of
from keyturn.cli.journey.standing import known
from keyturn.journey.running import facts
from keyturn.journey.watch import alerts
from keyturn.journey.watch.alerts import Alert
from keyturn.journey.watch.round import Round

GUIDE_SECONDS = 60.0


class Where(NamedTuple):
    """Everything that is looked at. ``url``: where customers reach the integration, empty for nowhere yet."""

    manifest: Path
    report: Path
    nuki_url: str
    ca_file: Path | None
    url: str
    trust: Path | None
    subject: Path
    guide: Path


def look(where: Where, now: datetime) -> Round:
    """Nothing is changed at Nuki or at the integration; what customers use is kept for the form."""
    found: list[Alert] = []
    skipped: list[str] = []
    for name, looking, possible in (
        ("running", _use, where.url and secret_in(API_KEY)),
        ("hooks", _hooks, where.url and secret_in(OPERATOR_TOKEN)),
        ("pages", _pages, where.url and where.subject.is_file()),
        ("guide", _guide, where.guide.is_dir()),
        ("nuki", _standing, True),
    ):
        if not possible:
            skipped.append(name)
            continue
        try:
            found += looking(where, now)
        except Complaint as trouble:
            what, _, remedy = str(trouble).partition("\n")
            values = {"what": what, "remedy": remedy or "Look again with `keyturn watch --once`."}
            found.append(Alert(kind="trouble", about=name, values=values))
    return Round(at=now, alerts=tuple(found), skipped=tuple(skipped))


def _use(where: Where, now: datetime) -> Iterator[Alert]:
    """What it finds is judged with the form."""
    write(FACTS, facts.written(asked(where.url, where.trust)))
    yield from ()


def _hooks(where: Where, now: datetime) -> Iterator[Alert]:
    yield from alerts.in_the_figures(figures_of(where.url, where.trust))


def _pages(where: Where, now: datetime) -> Iterator[Alert]:
    try:
        described = described_in(where.subject)
    except SubjectWrong as wrong:
        raise Complaint(str(wrong)) from None
    yield from alerts.on_its_pages(looked_at_from_outside(described, where.url, where.trust))


def _guide(where: Where, now: datetime) -> Iterator[Alert]:
    """The command's own words; pictures are left to whoever builds the guide, they take minutes."""
    command = [sys.executable, "-m", "keyturn.cli", "docs", "check", str(where.guide), "--no-pictures"]
    command += ["--manifest", str(where.manifest)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=GUIDE_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Complaint("`keyturn docs check` did not end in time.", "Run it by hand.") from None
    if done.returncode not in (0, 1):
        raise Complaint(done.stderr.strip() or "`keyturn docs check` failed.", "Run it by hand.")
    yield from alerts.in_the_guide(tuple(done.stdout.splitlines()[:-1]) if done.returncode else ())


def _standing(where: Where, now: datetime) -> Iterator[Alert]:
    standing = known(*where[:4])
    yield from alerts.at_nuki(standing.nuki, standing.progress)
    yield from alerts.in_the_papers(standing.checked, standing.form, standing.progress, now)
