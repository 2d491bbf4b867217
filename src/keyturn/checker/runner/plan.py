"""Which stories a check needs: the union over its points, in one order always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.points.joined import Joined, points, scenarios
from keyturn.checker.scenarios.story import Scenario


def chosen(only: Sequence[str]) -> tuple[Joined, ...]:
    """All points, or those named: by slug, by ``P8``, or by a condition's name. Raises :class:`SubjectWrong`."""
    everything = points()
    if not only:
        return everything
    found = []
    for joined in everything:
        whole = joined.point.slug in only or f"P{joined.point.number}" in only
        kept = joined.conditions if whole else tuple(one for one in joined.conditions if one.name in only)
        if whole or kept:
            found.append(replace(joined, conditions=kept))
    names = {joined.point.slug for joined in everything} | {f"P{joined.point.number}" for joined in everything}
    names |= {one.name for joined in everything for one in joined.conditions}
    if strange := [name for name in only if name not in names]:
        raise SubjectWrong(
            Wrong("--only", repr(strange[0]), "Give P1 to P10, a point's slug or a condition's name.")
        )
    return tuple(found)


def stories(joined: Sequence[Joined], smoke: bool) -> tuple[Scenario, ...]:
    """The scenarios that the points' conditions judge; with ``smoke`` the short ones only."""
    wanted = {name for one in joined for each in one.conditions for name in each.scenarios}
    known = scenarios()
    return tuple(one for name, one in known.items() if name in wanted and (one.smoke or not smoke))
