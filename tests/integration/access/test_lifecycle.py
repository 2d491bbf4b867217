"""Every state of a code with every event."""

from __future__ import annotations

from itertools import product

import pytest

from keyturn.integration.access.code import ENDED, TRANSITIONS, CodeEvent, CodeState, step

_S, _E = CodeState, CodeEvent


@pytest.mark.parametrize(("state", "event"), list(product(CodeState, CodeEvent)))
def test_every_pair(state: CodeState, event: CodeEvent) -> None:
    following = step(state, event)
    assert following == TRANSITIONS.get((state, event))
    if state in ENDED:
        assert following is None, "what has ended stays ended"
    if following is _S.ON_LOCK:
        assert event is _E.SEEN or (state, event) == (_S.CHANGING, _E.REFUSED), "only the lock's list says so"
    if following is _S.REMOVED:
        assert (state, event) == (_S.REMOVING, _E.GONE), "a removal is done when the list is without it"
    if event is _E.REMOVAL_ASKED and state not in (*ENDED, _S.REQUESTED, _S.REMOVING):
        assert following is _S.REMOVING, "whatever may be on the lock can be taken off"


def test_every_state_is_reached_and_every_event_used() -> None:
    assert set(TRANSITIONS.values()) | {_S.REQUESTED} == set(CodeState)
    assert {event for _, event in TRANSITIONS} == set(CodeEvent)
