"""A wish about settings, step by step: every pair of state and event, and nothing confirmed but by the device."""

from __future__ import annotations

import pytest

from keyturn.integration.smartlocks.configuring.wish import TRANSITIONS, WAITING, WishEvent, WishState, step

PAIRS = [(state, event) for state in WishState for event in WishEvent]


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_every_pair_is_decided(state: WishState, event: WishEvent) -> None:
    assert step(state, event) == TRANSITIONS.get((state, event))


def test_only_the_device_confirms() -> None:
    assert {event for (_, event), to in TRANSITIONS.items() if to is WishState.CONFIRMED} == {WishEvent.SEEN}


def test_what_is_over_stays_over() -> None:
    ended = {WishState.CONFIRMED, WishState.REFUSED}
    assert not any(state in ended for state, _ in TRANSITIONS)
    assert set(WishState) - ended - set(WAITING) == {WishState.UNCONFIRMED}, "may still be confirmed, late"
