"""The lock's table, every state with every action."""

from __future__ import annotations

import pytest

from keyturn.nuki.codes import LockAction, LockState
from keyturn.nuki.models.smartlock import AdvancedConfig
from keyturn.sandbox.devices.course import Course, Refused
from keyturn.sandbox.devices.smartlock import course

CONFIG = AdvancedConfig(
    total_degrees=810,
    single_locked_position_offset_degrees=0,
    unlocked_position_offset_degrees=0,
    locked_position_offset_degrees=0,
    battery_type=0,
    lng_timeout=45,
    unlatch_duration=7,
    auto_lock=True,
    auto_lock_timeout=90,
)
UNLOCK, LOCK, UNLATCH, LNG, LNG_UNLATCH = LockAction
OUT, IN, GO = (2, 3), (4, 1), (7, 5)
BUSY, UNKNOWN, NOT_CALIBRATED = "45", "41", "47"
TABLE: dict[int, dict[LockAction, tuple[int, ...] | str]] = {
    LockState.UNCALIBRATED: dict.fromkeys(LockAction, NOT_CALIBRATED),
    LockState.LOCKED: {UNLOCK: OUT, LOCK: (), UNLATCH: (*GO, 3), LNG: (2, 6), LNG_UNLATCH: (*GO, 6)},
    LockState.UNLOCKING: dict.fromkeys(LockAction, BUSY),
    LockState.UNLOCKED: {UNLOCK: (), LOCK: IN, UNLATCH: (*GO, 3), LNG: (6,), LNG_UNLATCH: (*GO, 6)},
    LockState.LOCKING: dict.fromkeys(LockAction, BUSY),
    LockState.UNLATCHED: dict.fromkeys(LockAction, BUSY),
    LockState.UNLOCKED_LOCK_N_GO: {UNLOCK: OUT, LOCK: IN, UNLATCH: (*GO, 3), LNG: (6,), LNG_UNLATCH: (*GO, 6)},
    LockState.UNLATCHING: dict.fromkeys(LockAction, BUSY),
    LockState.WRONG_ENTRY_CODE: {UNLOCK: OUT, LOCK: (), UNLATCH: (*GO, 3), LNG: (2, 6), LNG_UNLATCH: (*GO, 6)},
    LockState.WRONG_FINGERPRINT: {UNLOCK: OUT, LOCK: (), UNLATCH: (*GO, 3), LNG: (2, 6), LNG_UNLATCH: (*GO, 6)},
    LockState.MOTOR_BLOCKED: {UNLOCK: OUT, LOCK: IN, UNLATCH: (*GO, 3), LNG: (2, 6), LNG_UNLATCH: (*GO, 6)},
    LockState.UNDEFINED: dict.fromkeys(LockAction, UNKNOWN),
    77: dict.fromkeys(LockAction, UNKNOWN),
}


def test_the_table_has_every_state() -> None:
    assert set(TABLE) == {*LockState, 77}


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("action", LockAction)
def test_every_state_with_every_action(state: int, action: LockAction) -> None:
    expected = TABLE[state][action]
    found = course(state, action, 0, CONFIG)
    if isinstance(expected, str):
        assert isinstance(found, Refused)
        assert found.error_code == expected
    else:
        assert isinstance(found, Course)
        assert tuple(step.state for step in found.steps) == expected


def test_force_moves_where_nothing_was_to_do() -> None:
    for state, action, steps in ((LockState.LOCKED, LOCK, IN), (LockState.UNLOCKED, UNLOCK, OUT)):
        found = course(state, action, 2, None)
        assert isinstance(found, Course)
        assert tuple(step.state for step in found.steps) == steps


def test_full_lock_takes_longer() -> None:
    seconds = []
    for option in (0, 4):
        found = course(LockState.UNLOCKED, LOCK, option, None)
        assert isinstance(found, Course)
        seconds.append(found.steps[0].seconds)
    assert seconds == [2.0, 3.0]


def test_the_configuration_decides_what_follows() -> None:
    unlatch = course(LockState.LOCKED, UNLATCH, 0, CONFIG)
    assert isinstance(unlatch, Course)
    assert [step.seconds for step in unlatch.steps] == [3.0, 7.0, 0.0]
    assert unlatch.later is not None
    assert (unlatch.later.seconds, unlatch.later.trigger) == (90, 6)
    lng = course(LockState.LOCKED, LNG, 0, CONFIG)
    assert isinstance(lng, Course)
    assert lng.later is not None
    assert (lng.later.seconds, [step.state for step in lng.later.steps]) == (45, [4, 1])
    plain = course(LockState.LOCKED, UNLOCK, 0, None)
    assert isinstance(plain, Course)
    assert plain.later is None
