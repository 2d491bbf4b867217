"""Every state of an action with every event, and what each device can be asked for."""

from __future__ import annotations

from itertools import product

import pytest

from keyturn.integration.actions.action import (
    TRANSITIONS,
    ActionEvent,
    ActionState,
    Kind,
    Numbered,
    code_for,
    kinds_for,
    step,
)

SUCCESS = ActionEvent.SUCCESS_REPORTED


@pytest.mark.parametrize(("state", "event"), list(product(ActionState, ActionEvent)))
def test_every_pair(state: ActionState, event: ActionEvent) -> None:
    following = step(state, event)
    assert following == TRANSITIONS.get((state, event))
    if following is ActionState.CONFIRMED:
        assert event is SUCCESS, "nothing but a reported success confirms"
        assert state in (ActionState.ACCEPTED, ActionState.UNCONFIRMED)
    if state in (ActionState.CONFIRMED, ActionState.FAILED, ActionState.REFUSED, ActionState.UNKNOWN):
        assert following is None, "a double or late report changes nothing that is settled"


def test_devices_are_asked_in_their_own_codes() -> None:
    assert code_for(4, Kind.UNLOCK) == Numbered(1)
    assert code_for(4, Kind.LOCK) == Numbered(2)
    assert code_for(5, Kind.OPEN) == Numbered(3)
    assert code_for(2, Kind.OPEN) == Numbered(3)
    assert code_for(2, Kind.LOCK) is None
    assert code_for(3, Kind.FULL_LOCK) == Numbered(2, 4)
    assert code_for(0, Kind.FORCE_UNLOCK) == Numbered(1, 2)
    assert kinds_for(1) == (Kind.OPEN,)
    assert kinds_for(99) == ()
