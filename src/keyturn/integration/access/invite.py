"""The lifecycle of an invitation, as a table: a person gets a code of nine digits for the Nuki app, once.

The code comes with the ``AuthCreation`` webhook and holds for 48 hours (D-how). ``unknown``: the answer to our call
never came; it is not repeated, for the first invitation's code would stay valid and nobody would know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.ids import RequestId, SmartlockId

InviteId = NewType("InviteId", str)


class InviteState(StrEnum):
    """Where an invitation stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    READY = "ready"
    SHOWN = "shown"
    FAILED = "failed"
    UNKNOWN = "unknown"


class InviteEvent(StrEnum):
    """What can happen to an invitation."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWER_LOST = "answer_lost"
    CREATED = "created"
    NOT_CREATED = "not_created"
    SHOWN = "shown"


_S, _E = InviteState, InviteEvent
TRANSITIONS: dict[tuple[InviteState, InviteEvent], InviteState] = {
    (_S.REQUESTED, _E.ACCEPTED): _S.ACCEPTED,
    (_S.REQUESTED, _E.REFUSED): _S.FAILED,
    (_S.REQUESTED, _E.ANSWER_LOST): _S.UNKNOWN,
    (_S.ACCEPTED, _E.CREATED): _S.READY,
    (_S.ACCEPTED, _E.NOT_CREATED): _S.FAILED,
    (_S.READY, _E.SHOWN): _S.SHOWN,
}


def step(state: InviteState, event: InviteEvent) -> InviteState | None:
    """The next state, or None where the event changes nothing."""
    return TRANSITIONS.get((state, event))


@dataclass(frozen=True, kw_only=True)
class Invite:
    """An invitation as stored; its code is not part of it. ``expires_at`` is when Nuki stops taking the code."""

    invite_id: InviteId
    grant_id: GrantId
    smartlock_id: SmartlockId
    name: str
    state: InviteState
    requested_at: datetime
    expires_at: datetime
    request_id: RequestId | None = None
    refusal: str | None = None
    error_code: str | None = None
