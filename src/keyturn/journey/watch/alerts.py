"""From everything that was looked at to what has to be said. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from keyturn.checker.report.value import Report
from keyturn.journey.application import Deed
from keyturn.journey.form import BAD, Form
from keyturn.journey.progress import Progress
from keyturn.journey.running.facts import WARNED_AT, Hooks
from keyturn.journey.seen import Checked
from keyturn.journey.steps import Nuki
from keyturn.journey.words import Words
from keyturn.nuki.models.api_key import KeyStatus

CHECK_LASTS = timedelta(days=30)
"""A passed point can fail after the next change of ours, of a library's, or of Nuki's. The number is ours."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """``kind`` names its sentences, ``about`` tells two of a kind apart, ``values`` are filled in."""

    kind: str
    about: str = ""
    values: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The same from round to round, as long as it is the same trouble."""
        return f"{self.kind}:{self.about}" if self.about else self.kind

    def what(self, say: Words) -> str:
        """What is wrong."""
        return say(f"alert.{self.kind}", **self.values)

    def remedy(self, say: Words) -> str:
        """What to do about it."""
        return say(f"alert.{self.kind}_do", **self.values)


def at_nuki(nuki: Nuki, progress: Progress) -> Iterator[Alert]:
    """The application, and where central webhooks go."""
    if nuki.status is None:
        yield Alert(kind="unasked")
    elif nuki.status is not KeyStatus.ACTIVE:
        released = progress.last("released") is not None
        yield Alert(kind="suspended" if released else "not_active", values={"status": nuki.status})
    elif set(nuki.pending) - {Deed.REACTIVATE}:
        yield Alert(kind="differs")
    if Deed.REACTIVATE in nuki.pending:
        yield Alert(kind="webhooks_off")


def in_the_papers(checked: Checked | None, form: Form, progress: Progress, now: datetime) -> Iterator[Alert]:
    """The last check, and the form as it was sent."""
    if checked is None:
        yield Alert(kind="unchecked")
    elif now - checked.at > CHECK_LASTS:
        yield Alert(kind="check_old", values={"days": str((now - checked.at).days)})
    for point in form.failing:
        yield Alert(kind="failing", about=point, values={"point": point})
    for each in form.open if checked else ():
        yield Alert(kind="difference", about=each.key, values={"what": each.what, "mend": each.mend})
    made = progress.last("form")
    if made and made.text.startswith("ready") and made.text != f"ready {form.mark}" and not form.waits_for:
        yield Alert(kind="form_changed")


def on_its_pages(report: Report) -> Iterator[Alert]:
    """What a look from outside found."""
    for point in report.points:
        for one in point.findings:
            if one.verdict in BAD:
                told = {"point": f"P{point.number}", "seen": one.observation, "mend": one.mend}
                yield Alert(kind="page", about=f"{one.condition} {one.scenario}", values=told)


def in_the_figures(hooks: Hooks) -> Iterator[Alert]:
    """How near the webhooks are to Nuki's warning, and whether every grant has its address."""
    told = {"share": f"{hooks.failed:.1%}", "limit": f"{WARNED_AT:.0%}"}
    if hooks.warned:
        yield Alert(kind="hooks", values=told)
    elif hooks.failed >= WARNED_AT / 2:
        yield Alert(kind="hooks_near", values=told)
    if hooks.unregistered:
        yield Alert(kind="unregistered", values={"count": str(hooks.unregistered), "grants": str(hooks.grants)})


def in_the_guide(findings: tuple[str, ...]) -> Iterator[Alert]:
    """``findings`` as `keyturn docs check` told them."""
    if findings:
        yield Alert(kind="guide", values={"count": str(len(findings)), "first": findings[0]})
