"""What is shown before the door moved; a machine too busy to look in time accuses nobody."""

from __future__ import annotations

import pytest

from keyturn.checker.conditions.hooks.counting import waiting_is_shown_as_waiting
from keyturn.checker.evidence import Evidence, Moment, Offers
from keyturn.checker.verdict import Verdict


@pytest.mark.parametrize(
    ("shown", "looked_at", "verdict"),
    [
        ("waiting", 2.0, Verdict.PASSED),
        ("unconfirmed", 2.0, Verdict.FAILED),
        ("failed", 3.9, Verdict.FAILED),
        ("unconfirmed", 4.1, Verdict.SKIPPED),
    ],
)
def test_the_subject_waits_from_the_press_on(shown: str, looked_at: float, verdict: Verdict) -> None:
    """The press at second 1 led to a page at second 3.5: a slow browser."""
    moments = (
        Moment(at=1.0, name="asks", value="unlock"),
        Moment(at=min(3.5, looked_at), name="asked", value="unlock"),
        Moment(at=looked_at, name="outcome", value=shown),
        Moment(at=looked_at, name="door moves"),
    )
    evidence = Evidence(
        scenario="visitor_unlocks_and_webhook_confirms", offers=Offers(confirm_seconds=3.0), moments=moments
    )
    assert waiting_is_shown_as_waiting.over(evidence).verdict is verdict
