"""The catalogue holds together: every point has its conditions, every name stands once."""

from __future__ import annotations

from collections import Counter

from tests.sabotage.catalogue import CATALOGUE, SABOTAGES

from keyturn.checklist import CHECKLIST

FOR_PEOPLE = {"support_answers_within_reason", "help_is_easily_understood", "strange_webhooks_are_survived"}


def test_every_point_has_at_least_four_conditions() -> None:
    counted = Counter(condition.point for condition in CATALOGUE)
    assert set(counted) == {point.number for point in CHECKLIST}
    assert min(counted.values()) >= 4
    assert len(CATALOGUE) >= 60


def test_every_name_stands_once() -> None:
    assert len({condition.name for condition in CATALOGUE}) == len(CATALOGUE)
    assert len(SABOTAGES) == sum(len(condition.sabotages) for condition in CATALOGUE) >= 60


def test_only_what_people_judge_has_no_sabotage() -> None:
    assert {condition.name for condition in CATALOGUE if not condition.sabotages} == FOR_PEOPLE
