"""Smart locks (types 0, 3, 4 and 5): from state and action to a course.

The states are documented (S-25); which of them an action passes through, and how long that takes, is guessed
from how the product behaves.
"""

from __future__ import annotations

from dataclasses import replace

from keyturn.nuki.codes import ActionOption, LockAction, LockState, LogState, MotorSpeed, ProductVariant, Trigger
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import AdvancedConfig, SmartdoorAdvancedConfig, Smartlock, State
from keyturn.sandbox.devices.course import Course, Later, Refused, Step

RULES = (
    Rule("A lock shows unlocking, locking and unlatching while it moves.", Confidence.DOCUMENTED, "S-25"),
    Rule(
        "A turn takes 2 seconds (3 with full lock), unlatching 3, the latch is held for 3 or as configured.",
        Confidence.GUESSED,
        "how the product behaves",
    ),
    Rule(
        "Asked for what it is already, a lock reports success without moving; option 2 makes it move.",
        Confidence.GUESSED,
        "our choice",
    ),
    Rule(
        "Lock 'n' go reports success when it stands unlocked, and locks by itself after its time-out.",
        Confidence.GUESSED,
        "how the product behaves",
    ),
    Rule(
        "A lock that is not calibrated refuses with 47, one whose position is unknown with 41.",
        Confidence.GUESSED,
        "D-err names the codes",
    ),
    Rule("After a blocked motor every action may be tried again.", Confidence.GUESSED, "our choice"),
    Rule(
        "A Smart Lock 5 Pro or Ultra turns in half the time; motorSpeed 1 takes three quarters, 2 one and a half.",
        Confidence.GUESSED,
        "S-25 names the speeds; how the products behave",
    ),
    Rule("With enableSlowSpeedDuringNightmode the speed at night is the slow one.", Confidence.DOCUMENTED, "S-25"),
    Rule("Auto lock locks after its time-out and shows trigger 6.", Confidence.DOCUMENTED, "D-whd, its sample"),
)


Timings = AdvancedConfig | SmartdoorAdvancedConfig
TURN_SECONDS = 2.0
FULL_TURN_SECONDS = 3.0
"""Two turns of the key, with option 4."""
UNLATCH_SECONDS = 3.0
"""From locked until the latch is drawn; from unlocked it is one second."""
UNLATCH_HELD_SECONDS = 3.0
LOCK_N_GO_SECONDS = 20.0
AUTO_LOCK_SECONDS = 300.0
"""The last three unless the advanced configuration says otherwise."""

COMES_TO_REST: dict[int, LockState] = {
    LockState.UNLOCKING: LockState.UNLOCKED,
    LockState.LOCKING: LockState.LOCKED,
    LockState.UNLATCHING: LockState.UNLOCKED,
    LockState.UNLATCHED: LockState.UNLOCKED,
}
AFTER_A_WHILE: dict[int, LockState] = {
    **COMES_TO_REST,
    LockState.WRONG_ENTRY_CODE: LockState.LOCKED,
    LockState.WRONG_FINGERPRINT: LockState.LOCKED,
}
"""With the states a keypad causes, which end by themselves."""
MOVING = frozenset(COMES_TO_REST)
_TURNING = MOVING - {LockState.UNLATCHED}
SPEEDS: dict[int, float] = {MotorSpeed.STANDARD: 1.0, MotorSpeed.FAST: 0.75, MotorSpeed.SLOW: 1.5}
BUSY = Refused("45", LogState.BUSY)
NOT_CALIBRATED = Refused("47", LogState.OTHER_ERROR)
POSITION_UNKNOWN = Refused("41", LogState.OTHER_ERROR)

_BOLT_OUT = frozenset({LockState.LOCKED, LockState.WRONG_ENTRY_CODE, LockState.WRONG_FINGERPRINT})
_BOLT_IN = frozenset({LockState.UNLOCKED, LockState.UNLOCKED_LOCK_N_GO})


def course(state: int, action: LockAction, option: int, config: Timings | None) -> Course | Refused:
    """What the lock does; total over the states of the API, unknown ones included."""
    if state in MOVING:
        return BUSY
    if state == LockState.UNCALIBRATED:
        return NOT_CALIBRATED
    if state != LockState.MOTOR_BLOCKED and state not in _BOLT_OUT and state not in _BOLT_IN:
        return POSITION_UNKNOWN
    forced = bool(option & ActionOption.FORCE)
    match action:
        case LockAction.LOCK:
            return Course(() if state in _BOLT_OUT and not forced else _lock(option))
        case LockAction.UNLOCK:
            moves = () if state == LockState.UNLOCKED and not forced else _unlock(state)
            return Course(moves, _auto_lock(config) if moves else None)
        case LockAction.UNLATCH:
            return Course((*_unlatch(state, config), Step(LockState.UNLOCKED)), _auto_lock(config))
        case LockAction.LOCK_N_GO:
            turn = () if state in _BOLT_IN else _unlock(state)[:1]
            return Course((*turn, Step(LockState.UNLOCKED_LOCK_N_GO)), _lock_n_go(config))
        case LockAction.LOCK_N_GO_UNLATCH:
            steps = (*_unlatch(state, config), Step(LockState.UNLOCKED_LOCK_N_GO))
            return Course(steps, _lock_n_go(config))


def paced(course: Course, shown: Smartlock) -> Course:
    """The same, as fast as this lock moves; what is held or waited for takes as long as ever."""
    factor = _pace(shown)
    if factor == 1.0:
        return course
    steps = tuple(
        replace(step, seconds=step.seconds * factor) if step.state in _TURNING else step for step in course.steps
    )
    return replace(course, steps=steps)


def _pace(shown: Smartlock) -> float:
    advanced, config = shown.advanced_config, shown.config
    fast = config is not None and config.product_variant in (ProductVariant.PRO, ProductVariant.ULTRA)
    speed = (advanced.motor_speed if advanced else None) or MotorSpeed.STANDARD
    night = shown.state is not None and shown.state.night_mode
    if night and advanced is not None and advanced.enable_slow_speed_during_nightmode:
        speed = MotorSpeed.SLOW
    return (0.5 if fast else 1.0) * SPEEDS.get(speed, 1.0)


def simple(action: LockAction, *, auto_unlatch: bool) -> LockAction:
    """What the calls without a body do: with a knob outside, unlocking opens the door (documented: P-API)."""
    return LockAction.UNLATCH if action is LockAction.UNLOCK and auto_unlatch else action


def by_hand(state: State, action: LockAction) -> Course | Refused:
    """A person turns the key: at once, and from any position but a moving one."""
    if state.state in MOVING:
        return BUSY
    return Course((Step(LockState.LOCKED if action is LockAction.LOCK else LockState.UNLOCKED),))


def _lock(option: int = 0) -> tuple[Step, ...]:
    seconds = FULL_TURN_SECONDS if option & ActionOption.FULL_LOCK else TURN_SECONDS
    return Step(LockState.LOCKING, seconds), Step(LockState.LOCKED)


def _unlock(state: int) -> tuple[Step, ...]:
    return Step(LockState.UNLOCKING, TURN_SECONDS if state not in _BOLT_IN else 1.0), Step(LockState.UNLOCKED)


def _unlatch(state: int, config: Timings | None) -> tuple[Step, ...]:
    held = config.unlatch_duration if config and config.unlatch_duration else UNLATCH_HELD_SECONDS
    seconds = 1.0 if state in _BOLT_IN else UNLATCH_SECONDS
    return Step(LockState.UNLATCHING, seconds), Step(LockState.UNLATCHED, held)


def _lock_n_go(config: Timings | None) -> Later:
    seconds = config.lng_timeout if config and config.lng_timeout else LOCK_N_GO_SECONDS
    return Later(seconds, Trigger.AUTOMATIC, _lock())


def _auto_lock(config: Timings | None) -> Later | None:
    if config is None or not config.auto_lock:
        return None
    return Later(config.auto_lock_timeout or AUTO_LOCK_SECONDS, Trigger.AUTO_LOCK, _lock(), LockAction.LOCK)
