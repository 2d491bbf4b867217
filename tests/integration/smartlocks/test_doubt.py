"""When news of a door may be old: it contradicts what was known a moment before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.smartlocks.test_changes import BEFORE

from keyturn.integration.smartlocks.doubt import LATE, doubtful
from keyturn.nuki.codes import DoorState, LockState

MOMENT = timedelta(seconds=3)


@pytest.mark.parametrize(
    ("then", "now", "after", "said"),
    [
        ({}, {"state": LockState.UNLOCKED}, MOMENT, True),
        ({}, {"state": LockState.UNLOCKED}, LATE, True),
        ({}, {"state": LockState.UNLOCKED}, LATE + MOMENT, False),
        ({}, {"battery_charge": 70}, MOMENT, False),
        ({}, {"door_state": DoorState.OPENED}, MOMENT, True),
        ({"state": LockState.UNLOCKING}, {"state": LockState.UNLOCKED}, MOMENT, False),
        ({"state": LockState.LOCKING}, {"state": LockState.LOCKED}, MOMENT, False),
        ({"state": LockState.UNLATCHED}, {"state": LockState.UNLOCKED}, MOMENT, False),
        ({"state": LockState.UNLATCHED}, {"state": LockState.LOCKED}, MOMENT, True),
        ({"state": LockState.UNLOCKED}, {"state": LockState.UNLOCKING}, MOMENT, True),
        ({"state": LockState.LOCKING}, {"state": LockState.UNLOCKED}, MOMENT, True),
    ],
)
def test_what_contradicts_the_moment_before_is_doubtful(
    then: dict[str, Any], now: dict[str, Any], after: timedelta, said: bool
) -> None:
    before = replace(BEFORE, **then)
    assert doubtful(before, replace(before, known_at=before.known_at + after, **now)) is said
