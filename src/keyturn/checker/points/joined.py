"""A point with what belongs to it, and the list of all ten."""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.checker.conditions.condition import Condition
from keyturn.checker.points import (
    p1_redirect,
    p2_exchange,
    p3_custody,
    p4_rotation,
    p5_expiry,
    p6_reconnect,
    p7_errors,
    p8_confirmed,
    p9_support,
    p10_docs,
)
from keyturn.checker.scenarios import acting, connecting, giving
from keyturn.checker.scenarios.guidance import meeting, seeking
from keyturn.checker.scenarios.hooks import arriving, forging
from keyturn.checker.scenarios.story import Scenario
from keyturn.checker.scenarios.tokens import expiring, losing, renewing
from keyturn.checklist import CHECKLIST, Point

_FILES = (
    p1_redirect,
    p2_exchange,
    p3_custody,
    p4_rotation,
    p5_expiry,
    p6_reconnect,
    p7_errors,
    p8_confirmed,
    p9_support,
    p10_docs,
)
_STORIES = (acting, connecting, expiring, renewing, losing, arriving, forging, meeting, seeking, giving)


@dataclass(frozen=True)
class Joined:
    """``conditions`` in the order of the report."""

    point: Point
    conditions: tuple[Condition, ...]


def points() -> tuple[Joined, ...]:
    """All ten, in the checklist's order."""
    by_slug = {point.slug: point for point in CHECKLIST}
    return tuple(Joined(by_slug[file.SLUG], file.CONDITIONS) for file in _FILES)


def scenarios() -> dict[str, Scenario]:
    """Every story there is, by name, in the order they are told."""
    found = [one for file in _STORIES for one in vars(file).values() if isinstance(one, Scenario)]
    return {one.name: one for one in found}
