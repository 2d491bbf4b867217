"""The Opener (type 2): from state, mode and action to a course.

The states are documented (S-25); how long the strike takes is in the device's configuration.
"""

from __future__ import annotations

from keyturn.nuki.codes import LogState, Mode, OpenerAction, OpenerState, Trigger
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import OpenerAdvancedConfig, State
from keyturn.sandbox.devices.course import Course, Later, Refused, Step

RULES = (
    Rule("A random delay of the strike is 3 to 7 seconds; here it is always 5.", Confidence.DOCUMENTED, "S-25"),
    Rule(
        "Opening shows opening, then open for as long as the strike is configured, then the state before.",
        Confidence.GUESSED,
        "S-25 names the states",
    ),
    Rule(
        "Ring to open ends after its time-out, and after a ring if so configured.", Confidence.DOCUMENTED, "S-25"
    ),
    Rule(
        "Every ring writes the log action 224.",
        Confidence.GUESSED,
        "S-25 names it; whether every ring does is not stated",
    ),
)


OPENING_SECONDS = 1.0
"""Plus the configured delay of the strike."""
STRIKE_SECONDS = 3.0
RANDOM_DELAY_SECONDS = 5.0
"""In the middle of the documented 3 to 7 seconds: the same story has the same end."""
RING_TO_OPEN_SECONDS = 20 * 60.0
"""The last two unless the advanced configuration says otherwise."""

BUSY = Refused("45", LogState.BUSY)
NOT_TRAINED = Refused("47", LogState.OTHER_ERROR)
NOT_READY = Refused("41", LogState.OTHER_ERROR)

MOVING = frozenset({OpenerState.OPENING, OpenerState.OPEN})
_RESTING = frozenset({OpenerState.ONLINE, OpenerState.RING_TO_OPEN})


def course(state: State, action: OpenerAction, config: OpenerAdvancedConfig | None) -> Course | Refused:
    """What the Opener does; total over the states of the API, unknown ones included."""
    if state.state in MOVING:
        return BUSY
    if state.state == OpenerState.UNTRAINED:
        return NOT_TRAINED
    if state.state not in _RESTING:
        return NOT_READY
    match action:
        case OpenerAction.OPEN:
            return open_door(state, config)
        case OpenerAction.ACTIVATE_RTO:
            seconds = config.rto_timeout * 60.0 if config else RING_TO_OPEN_SECONDS
            steps = (Step(OpenerState.RING_TO_OPEN, ring_to_open=seconds),)
            return Course(steps, Later(seconds, Trigger.AUTOMATIC, _rto_off(), OpenerAction.DEACTIVATE_RTO))
        case OpenerAction.DEACTIVATE_RTO:
            return Course(_rto_off() if state.state == OpenerState.RING_TO_OPEN else ())
        case OpenerAction.ACTIVATE_CM:
            return _mode(state, Mode.CONTINUOUS)
        case OpenerAction.DEACTIVATE_CM:
            return _mode(state, Mode.DOOR)


def open_door(state: State, config: OpenerAdvancedConfig | None) -> Course:
    """The strike is drawn, held and let go; ring to open stays as it was."""
    delay = _delay(config) if config else 0.0
    held = config.electric_strike_duration / 1000 if config else STRIKE_SECONDS
    opening = Step(OpenerState.OPENING, OPENING_SECONDS + delay)
    return Course((opening, Step(OpenerState.OPEN, held), Step(state.state)), keeps=True)


def _delay(config: OpenerAdvancedConfig) -> float:
    return RANDOM_DELAY_SECONDS if config.random_electric_strike_delay else config.electric_strike_delay / 1000


def suppressed(state: State, config: OpenerAdvancedConfig | None) -> bool:
    """Whether the bell in the flat stays silent (documented: S-25, a bit each for neither mode, RTO and CM)."""
    if config is None:
        return False
    continuous, ring_to_open = state.mode == Mode.CONTINUOUS, state.state == OpenerState.RING_TO_OPEN
    return bool(config.doorbell_suppression & (4 if continuous else 2 if ring_to_open else 1))


def rung(state: State, config: OpenerAdvancedConfig | None) -> Course:
    """Somebody rings: opens in ring-to-open and in continuous mode, is only told otherwise."""
    if state.state == OpenerState.RING_TO_OPEN:
        opening, held, _ = open_door(state, config).steps
        if config is not None and config.disable_rto_after_ring:
            return Course((opening, held, *_rto_off()))
        return Course((opening, held, Step(OpenerState.RING_TO_OPEN)), keeps=True)
    if state.mode == Mode.CONTINUOUS and state.state == OpenerState.ONLINE:
        return open_door(state, config)
    return Course((), keeps=True)


def both_off(state: State) -> Course | Refused:
    """The call ``lock`` without a body ends ring to open and continuous mode (documented: P-API)."""
    if state.state in MOVING:
        return BUSY
    active = state.state == OpenerState.RING_TO_OPEN or state.mode == Mode.CONTINUOUS
    return Course((Step(OpenerState.ONLINE, mode=Mode.DOOR, ring_to_open=0.0),) if active else ())


def _mode(state: State, mode: Mode) -> Course:
    return Course((Step(state.state, mode=mode),) if state.mode != mode else (), keeps=True)


def _rto_off() -> tuple[Step, ...]:
    return (Step(OpenerState.ONLINE, ring_to_open=0.0),)
