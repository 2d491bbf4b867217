"""Every state of an invitation with every event."""

from __future__ import annotations

from itertools import product

import pytest

from keyturn.integration.access.invite import TRANSITIONS, InviteEvent, InviteState, step


@pytest.mark.parametrize(("state", "event"), list(product(InviteState, InviteEvent)))
def test_every_pair(state: InviteState, event: InviteEvent) -> None:
    following = step(state, event)
    assert following == TRANSITIONS.get((state, event))
    if following is InviteState.READY:
        assert event is InviteEvent.CREATED, "only the webhook brings a code"
    if state in (InviteState.SHOWN, InviteState.FAILED, InviteState.UNKNOWN):
        assert following is None, "shown once, and never repeated"
