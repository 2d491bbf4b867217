"""The lifecycle of a grant, as a table. This file knows no store, no network and no clock.

Serves: forced-reconnect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from keyturn.nuki.ids import AccountId

GrantId = NewType("GrantId", str)
CustomerId = NewType("CustomerId", str)


class GrantState(StrEnum):
    """``lost``: Nuki refused to renew. ``disconnected``: the customer ended it, or connected anew, which makes a
    new grant. Both have no tokens."""

    ACTIVE = "active"
    STALE = "stale"
    LOST = "lost"
    DISCONNECTED = "disconnected"


class GrantEvent(StrEnum):
    """What can happen to a grant."""

    TOKEN_DIED = "token_died"  # noqa: S105
    RENEWED = "renewed"
    RENEWAL_REFUSED = "renewal_refused"
    DISCONNECTED = "disconnected"


_S, _E = GrantState, GrantEvent
TRANSITIONS: dict[tuple[GrantState, GrantEvent], GrantState] = {
    (_S.ACTIVE, _E.TOKEN_DIED): _S.STALE,
    (_S.ACTIVE, _E.DISCONNECTED): _S.DISCONNECTED,
    (_S.STALE, _E.TOKEN_DIED): _S.STALE,
    (_S.STALE, _E.RENEWED): _S.ACTIVE,
    (_S.STALE, _E.RENEWAL_REFUSED): _S.LOST,
    (_S.STALE, _E.DISCONNECTED): _S.DISCONNECTED,
    (_S.LOST, _E.DISCONNECTED): _S.DISCONNECTED,
}


def step(state: GrantState, event: GrantEvent) -> GrantState | None:
    """The next state, or None where the event changes nothing because it may not happen here."""
    return TRANSITIONS.get((state, event))


def sources_of(event: GrantEvent) -> tuple[GrantState, ...]:
    """The states from which an event leads on: what a store writes into its condition."""
    return tuple(state for state, happening in TRANSITIONS if happening is event)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A grant as stored. ``generation`` counts its token pairs; sealed values are the vault's."""

    grant_id: GrantId
    customer_id: CustomerId
    account_id: AccountId | None
    state: GrantState
    scopes: tuple[str, ...]
    generation: int
    expires_at: datetime
    sealed_access: bytes | None
    sealed_refresh: bytes | None

    @property
    def usable(self) -> bool:
        """Whether a token may still be had from it."""
        return self.state in (GrantState.ACTIVE, GrantState.STALE)
