"""Every state of a grant with every event: what is not in the table changes nothing."""

from __future__ import annotations

from itertools import product

import pytest

from keyturn.integration.grants.grant import TRANSITIONS, GrantEvent, GrantState, sources_of, step

ACTIVE, STALE, LOST, GONE = GrantState.ACTIVE, GrantState.STALE, GrantState.LOST, GrantState.DISCONNECTED


@pytest.mark.parametrize(("state", "event"), list(product(GrantState, GrantEvent)))
def test_every_pair(state: GrantState, event: GrantEvent) -> None:
    following = step(state, event)
    assert following == TRANSITIONS.get((state, event))
    if state is GONE:
        assert following is None, "a disconnected grant never comes back; connecting makes a new one"
    if event is GrantEvent.RENEWAL_REFUSED:
        assert following is (LOST if state is STALE else None), "only a refused renewal loses a grant"
    if following is ACTIVE:
        assert event is GrantEvent.RENEWED


def test_renewing_starts_from_usable_states_only() -> None:
    assert set(sources_of(GrantEvent.TOKEN_DIED)) == {ACTIVE, STALE}
