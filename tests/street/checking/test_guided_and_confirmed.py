"""Points 7 to 10: each sabotage is caught by the condition named beforehand, and the sound guest house passes."""

from __future__ import annotations

import pytest
from tests.sabotage.catalogue import CATALOGUE
from tests.street.checking.spoiled import failed

from keyturn.checker.points.joined import points
from keyturn.checker.report.value import Report

pytestmark = pytest.mark.street
MINE = [condition for condition in CATALOGUE if condition.point >= 7]
CAUGHT_BY = {sabotage: condition.name for condition in MINE for sabotage in condition.sabotages}


@pytest.mark.parametrize("sabotage", CAUGHT_BY)
def test_a_sabotage_is_caught_by_name(sabotage: str, checked: dict[str, Report]) -> None:
    report = checked[sabotage]
    assert failed(report) == {CAUGHT_BY[sabotage]}, [one.broken or one.skipped for one in report.evidence]


def test_the_catalogue_and_the_checker_name_the_same_conditions() -> None:
    there = {condition.name for one in points() if one.point.number >= 7 for condition in one.conditions}
    assert there == {condition.name for condition in MINE}
