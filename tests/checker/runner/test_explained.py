"""What is explained, what is listed, and what somebody meant."""

from __future__ import annotations

import pytest

from keyturn.checker.errors import SubjectWrong
from keyturn.checker.points.joined import points
from keyturn.checker.runner import explained


def test_every_condition_is_listed_under_its_point_and_explained() -> None:
    listed = list(explained(""))
    names = [line.strip() for line in listed if line.startswith("  ")]
    assert len([line for line in listed if line.startswith("P")]) == 10
    assert names == [condition.name for joined in points() for condition in joined.conditions]
    for name in names:
        told = "\n".join(explained(name))
        assert all(part in told for part in ("expects", "why", "looks at", "mend", "see")), name


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("webhook-confirms-the-action", "Do you mean webhook_confirms_the_action?"),
        ("xyz", "`keyturn explain` lists"),
    ],
)
def test_a_name_that_is_none_is_told_what_is_near(said: str, meant: str) -> None:
    with pytest.raises(SubjectWrong, match="no condition") as told:
        explained(said)
    assert meant in str(told.value)
