"""The lifecycle of a keypad code, as a table. This file knows no store, no network and no clock.

``accepted`` is Nuki's "heard". Only the lock's own list, told by ``DEVICE_AUTHS`` or read, puts a code ``on_lock``.
``drifted``: it was on the lock and the lock says otherwise now; why stands in ``drift``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from keyturn.integration.access.window import Window
from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.ids import SmartlockId

CodeId = NewType("CodeId", str)


class CodeState(StrEnum):
    """Where a code stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    ON_LOCK = "on_lock"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CHANGING = "changing"
    REMOVING = "removing"
    REMOVED = "removed"
    DRIFTED = "drifted"


class CodeEvent(StrEnum):
    """What can happen to a code."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWER_LOST = "answer_lost"
    SEEN = "seen"
    """The lock has it, as it is wanted."""
    DIFFERS = "differs"
    """The lock has it, otherwise than wanted."""
    GONE = "gone"
    """The lock has it no more."""
    OVERDUE = "overdue"
    CHANGE_ASKED = "change_asked"
    REMOVAL_ASKED = "removal_asked"
    ASKED_AGAIN = "asked_again"


_S, _E = CodeState, CodeEvent
TRANSITIONS: dict[tuple[CodeState, CodeEvent], CodeState] = {
    (_S.REQUESTED, _E.ACCEPTED): _S.ACCEPTED,
    (_S.REQUESTED, _E.REFUSED): _S.FAILED,
    (_S.REQUESTED, _E.ANSWER_LOST): _S.UNCONFIRMED,
    (_S.REQUESTED, _E.OVERDUE): _S.UNCONFIRMED,
    (_S.REQUESTED, _E.SEEN): _S.ON_LOCK,
    (_S.REQUESTED, _E.DIFFERS): _S.DRIFTED,
    (_S.ACCEPTED, _E.SEEN): _S.ON_LOCK,
    (_S.ACCEPTED, _E.DIFFERS): _S.DRIFTED,
    (_S.ACCEPTED, _E.GONE): _S.UNCONFIRMED,
    (_S.ACCEPTED, _E.OVERDUE): _S.UNCONFIRMED,
    (_S.ACCEPTED, _E.REMOVAL_ASKED): _S.REMOVING,
    (_S.UNCONFIRMED, _E.SEEN): _S.ON_LOCK,
    (_S.UNCONFIRMED, _E.DIFFERS): _S.DRIFTED,
    (_S.UNCONFIRMED, _E.ASKED_AGAIN): _S.REQUESTED,
    (_S.UNCONFIRMED, _E.REMOVAL_ASKED): _S.REMOVING,
    (_S.ON_LOCK, _E.SEEN): _S.ON_LOCK,
    (_S.ON_LOCK, _E.DIFFERS): _S.DRIFTED,
    (_S.ON_LOCK, _E.GONE): _S.DRIFTED,
    (_S.ON_LOCK, _E.CHANGE_ASKED): _S.CHANGING,
    (_S.ON_LOCK, _E.REMOVAL_ASKED): _S.REMOVING,
    (_S.CHANGING, _E.SEEN): _S.ON_LOCK,
    (_S.CHANGING, _E.REFUSED): _S.ON_LOCK,
    (_S.CHANGING, _E.GONE): _S.DRIFTED,
    (_S.CHANGING, _E.REMOVAL_ASKED): _S.REMOVING,
    (_S.REMOVING, _E.GONE): _S.REMOVED,
    (_S.DRIFTED, _E.SEEN): _S.ON_LOCK,
    (_S.DRIFTED, _E.DIFFERS): _S.DRIFTED,
    (_S.DRIFTED, _E.GONE): _S.DRIFTED,
    (_S.DRIFTED, _E.CHANGE_ASKED): _S.CHANGING,
    (_S.DRIFTED, _E.ASKED_AGAIN): _S.REQUESTED,
    (_S.DRIFTED, _E.REMOVAL_ASKED): _S.REMOVING,
}
ENDED = (CodeState.FAILED, CodeState.REMOVED)
WAITING = (CodeState.REQUESTED, CodeState.ACCEPTED, CodeState.CHANGING, CodeState.REMOVING)


def step(state: CodeState, event: CodeEvent) -> CodeState | None:
    """The next state, or None where the event changes nothing."""
    return TRANSITIONS.get((state, event))


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code as stored. ``auth_id`` is Nuki's id, ``seen_update`` the ``updateDate`` of the last state that fitted.

    ``window`` is what is wanted; ``refusal`` one of our error codes; ``drift`` as in :mod:`drift`; ``tries`` how
    often it was asked again. ``due_at``: from then on a missing confirmation is overdue. ``check_at``: when to look.
    """

    code_id: CodeId
    grant_id: GrantId
    smartlock_id: SmartlockId
    name: str
    state: CodeState
    window: Window
    requested_at: datetime
    due_at: datetime
    check_at: datetime
    sealed_digits: bytes = field(repr=False)
    auth_id: str | None = None
    seen_update: str | None = None
    refusal: str | None = None
    drift: str | None = None
    tries: int = 0


def about(code_id: CodeId) -> str:
    """The associated data of a sealed code."""
    return f"code/{code_id}/digits"
