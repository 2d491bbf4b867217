"""The Opener's table, every state and mode with every action, and the bell."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from keyturn.nuki.codes import Mode, OpenerAction, OpenerState
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.smartlock import State
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.course import Course, Refused
from keyturn.sandbox.devices.opener import OPENING_SECONDS, both_off, course, open_door, rung
from keyturn.sandbox.seed.hardware import opener

SHOWN = opener(AccountId(1), "0C9F22D1", "House", auth_id=1)
CONFIG = SHOWN.opener_advanced_config
REFUSALS = {
    OpenerState.UNTRAINED: "47",
    OpenerState.OPEN: "45",
    OpenerState.OPENING: "45",
    OpenerState.BOOT_RUN: "41",
    OpenerState.UNDEFINED: "41",
    99: "41",
}
STEPS: dict[tuple[int, OpenerAction], tuple[int, ...]] = {
    (OpenerState.ONLINE, OpenerAction.OPEN): (7, 5, 1),
    (OpenerState.ONLINE, OpenerAction.ACTIVATE_RTO): (3,),
    (OpenerState.ONLINE, OpenerAction.DEACTIVATE_RTO): (),
    (OpenerState.ONLINE, OpenerAction.ACTIVATE_CM): (1,),
    (OpenerState.ONLINE, OpenerAction.DEACTIVATE_CM): (),
    (OpenerState.RING_TO_OPEN, OpenerAction.OPEN): (7, 5, 3),
    (OpenerState.RING_TO_OPEN, OpenerAction.ACTIVATE_RTO): (3,),
    (OpenerState.RING_TO_OPEN, OpenerAction.DEACTIVATE_RTO): (1,),
    (OpenerState.RING_TO_OPEN, OpenerAction.ACTIVATE_CM): (3,),
    (OpenerState.RING_TO_OPEN, OpenerAction.DEACTIVATE_CM): (),
}


def state(value: int, mode: int = Mode.DOOR) -> State:
    assert SHOWN.state is not None
    return replace(SHOWN.state, state=value, mode=mode)


def shown(found: Course | Refused) -> tuple[int, ...]:
    assert isinstance(found, Course)
    return tuple(step.state for step in found.steps)


def test_the_tables_have_every_state() -> None:
    assert {*REFUSALS, *(given for given, _ in STEPS)} == {*OpenerState, 99}


@pytest.mark.parametrize("value", REFUSALS)
@pytest.mark.parametrize("action", OpenerAction)
def test_states_that_refuse(value: int, action: OpenerAction) -> None:
    found = course(state(value), action, CONFIG)
    assert isinstance(found, Refused)
    assert found.error_code == REFUSALS[OpenerState(value) if value != 99 else 99]


@pytest.mark.parametrize(("value", "action"), STEPS)
def test_states_that_act(value: int, action: OpenerAction) -> None:
    assert shown(course(state(value), action, CONFIG)) == STEPS[value, action]


def test_continuous_mode_is_switched_off_and_on_once() -> None:
    on = state(OpenerState.ONLINE, Mode.CONTINUOUS)
    assert shown(course(on, OpenerAction.DEACTIVATE_CM, CONFIG)) == (1,)
    assert shown(course(on, OpenerAction.ACTIVATE_CM, CONFIG)) == ()


def test_ring_to_open_lasts_as_configured() -> None:
    found = course(state(OpenerState.ONLINE), OpenerAction.ACTIVATE_RTO, CONFIG)
    assert isinstance(found, Course)
    assert found.later is not None
    assert found.later.seconds == 1200
    assert found.steps[0].ring_to_open == 1200


def test_lock_ends_both_modes() -> None:
    assert shown(both_off(state(OpenerState.ONLINE))) == ()
    assert shown(both_off(state(OpenerState.RING_TO_OPEN))) == (1,)
    found = both_off(state(OpenerState.ONLINE, Mode.CONTINUOUS))
    assert isinstance(found, Course)
    assert found.steps[0].mode == Mode.DOOR
    assert isinstance(both_off(state(OpenerState.OPENING)), Refused)


def test_a_ring_opens_only_when_it_is_to() -> None:
    assert shown(rung(state(OpenerState.ONLINE), CONFIG)) == ()
    assert shown(rung(state(OpenerState.ONLINE, Mode.CONTINUOUS), CONFIG)) == (7, 5, 1)
    assert shown(rung(state(OpenerState.RING_TO_OPEN), CONFIG)) == (7, 5, 1)
    assert CONFIG is not None
    stays = replace(CONFIG, disable_rto_after_ring=False)
    assert shown(rung(state(OpenerState.RING_TO_OPEN), stays)) == (7, 5, 3)


@pytest.mark.parametrize(
    ("state", "mode", "mask", "silent"),
    [(1, 2, 1, True), (1, 2, 6, False), (3, 2, 2, True), (3, 2, 5, False), (1, 3, 4, True), (1, 3, 3, False)],
)
def test_the_bell_in_the_flat_can_be_suppressed(state: int, mode: int, mask: int, silent: bool) -> None:
    assert CONFIG is not None and SHOWN.state is not None
    config = replace(CONFIG, doorbell_suppression=mask)
    shown = replace(SHOWN, state=replace(SHOWN.state, state=state, mode=mode), opener_advanced_config=config)
    entry = orders.ring(shown).details["opener_log"]
    assert entry.flag_doorbell_suppression is silent
    assert (entry.active_rto, entry.active_cm) == (state == 3, mode == 3)


def test_a_random_delay_lies_between_three_and_seven_seconds() -> None:
    assert CONFIG is not None and SHOWN.state is not None
    opening = open_door(SHOWN.state, replace(CONFIG, random_electric_strike_delay=True)).steps[0]
    assert 3 <= opening.seconds - OPENING_SECONDS <= 7
