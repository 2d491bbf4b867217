from __future__ import annotations

from keyturn.checker.points.joined import points, scenarios
from keyturn.checklist import CHECKLIST


def test_every_point_is_joined_in_order() -> None:
    assert [one.point for one in points()] == list(CHECKLIST)


def test_conditions_are_named_once_and_stand_at_their_own_point() -> None:
    every = [(one.point.slug, condition) for one in points() for condition in one.conditions]
    assert len({condition.name for _, condition in every}) == len(every)
    assert [condition.name for slug, condition in every if condition.point != slug] == []


def test_conditions_judge_only_stories_that_exist() -> None:
    named = {name for one in points() for condition in one.conditions for name in condition.scenarios}
    assert named <= scenarios().keys()


def test_every_condition_says_what_why_and_how_to_mend() -> None:
    for one in points():
        for condition in one.conditions:
            assert condition.expectation and condition.mend and condition.why, condition.name
