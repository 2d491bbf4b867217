"""``--watch``: check again when the subject's files change, first what was not well."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyturn.checker.report.value import Report

LOOKS_EVERY = 0.5
"""Seconds between two looks."""

Stamp = dict[str, int]


def stamp(folder: Path) -> Stamp:
    """Every file a person may have written, with the time of its last change."""
    from keyturn.checker.subject.fingerprint import by_hand

    found: Stamp = {}
    for file in by_hand(folder):
        try:
            found[str(file)] = file.stat().st_mtime_ns
        except OSError:
            continue  # gone between the two looks
    return found


def changes(folder: Path) -> Iterator[str]:
    """The name of a changed file, each time one changes; waits in between, for ever."""
    before = stamp(folder)
    while True:
        time.sleep(LOOKS_EVERY)
        now = stamp(folder)
        if differing := [name for name in {**before, **now} if before.get(name) != now.get(name)]:
            yield os.path.relpath(differing[0], folder)
            now = stamp(folder)  # what a check itself wrote is no change
        before = now


def unwell(report: Report) -> tuple[str, ...]:
    """The points to look at first."""
    return tuple(f"P{one.number}" for one in report.points if one.verdict in ("failed", "broken"))


def again(check: Callable[[tuple[str, ...]], Report], report: Report) -> Report:
    """The points that were not well, and when they are now, everything."""
    if only := unwell(report):
        sooner = check(only)
        if unwell(sooner):
            return sooner
    return check(())
