"""Before a check, and beside it: the file made ready, and a condition explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.points.joined import points
from keyturn.checker.preflight import preflight
from keyturn.checker.runner import plan
from keyturn.checker.runner.run import Wish
from keyturn.checker.subject.reading import read
from keyturn.checker.subject.settings import Described
from keyturn.checklist import SOURCE


def prepared(file: Path, wish: Wish, today: date) -> Described:
    """The subject, fit to be started. Raises :class:`SubjectWrong` naming everything that is not."""
    plan.chosen(wish.only)
    described = read(file)
    names = [condition.name for joined in points() for condition in joined.conditions]
    if wrongs := preflight(described, names, today):
        raise SubjectWrong(*wrongs)
    return described


def explained(name: str) -> Iterator[str]:
    """Rule, reason, evidence and mend, line by line; without a name all there are, by point.

    Raises :class:`SubjectWrong` for a name that is none.
    """
    if not name:
        return _all()
    known = {condition.name: (joined.point, condition) for joined in points() for condition in joined.conditions}
    if name not in known:
        near = get_close_matches(name.replace("-", "_").replace(" ", "_"), known, n=1)
        mend = f"Do you mean {near[0]}?" if near else "`keyturn explain` lists all there are."
        raise SubjectWrong(Wrong("CHECK", f"{name!r}, which is no condition", mend))
    point, condition = known[name]
    return iter(
        (
            name,
            f"  point     P{point.number} {point.slug}: {point.sentence}",
            f"  expects   {condition.expectation}",
            f"  why       {' '.join(condition.why.split())}",
            f"  looks at  {', '.join(condition.scenarios)}",
            f"  mend      {condition.mend}",
            f"  see       {', '.join((*condition.standards, SOURCE))}",
        )
    )


def _all() -> Iterator[str]:
    for joined in points():
        yield f"P{joined.point.number} {joined.point.sentence}"
        yield from (f"  {condition.name}" for condition in joined.conditions)
