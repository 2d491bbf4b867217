"""The lifecycle of a wish about settings, as a table. This file knows no store, no network and no clock.

``accepted`` is Nuki's "heard". Only what the device has, told by ``DEVICE_CONFIG`` or read, confirms a wish.
``unconfirmed``: the time to wait is over, or nobody knows whether Nuki heard; a late confirmation still settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.configuring.setting import Values
from keyturn.nuki.ids import SmartlockId


class WishState(StrEnum):
    """Where a wish stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"


class WishEvent(StrEnum):
    """What can happen to a wish."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWER_LOST = "answer_lost"
    SEEN = "seen"
    """The device has all of it."""
    OVERDUE = "overdue"


_S, _E = WishState, WishEvent
TRANSITIONS: dict[tuple[WishState, WishEvent], WishState] = {
    (_S.REQUESTED, _E.ACCEPTED): _S.ACCEPTED,
    (_S.REQUESTED, _E.REFUSED): _S.REFUSED,
    (_S.REQUESTED, _E.ANSWER_LOST): _S.UNCONFIRMED,
    (_S.REQUESTED, _E.OVERDUE): _S.UNCONFIRMED,
    (_S.REQUESTED, _E.SEEN): _S.CONFIRMED,
    (_S.ACCEPTED, _E.SEEN): _S.CONFIRMED,
    (_S.ACCEPTED, _E.OVERDUE): _S.UNCONFIRMED,
    (_S.UNCONFIRMED, _E.SEEN): _S.CONFIRMED,
}
WAITING = (WishState.REQUESTED, WishState.ACCEPTED)


def step(state: WishState, event: WishEvent) -> WishState | None:
    """The next state, or None where the event changes nothing."""
    return TRANSITIONS.get((state, event))


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The last wish about one device. ``refusal`` is one of our error codes; from ``due_at`` on it is overdue."""

    grant_id: GrantId
    smartlock_id: SmartlockId
    values: Values
    state: WishState
    asked_at: datetime
    due_at: datetime
    refusal: str | None = None
