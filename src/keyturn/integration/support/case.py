"""A case as a table: who has the next word, and until when. Pure; every instant is an argument, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.nuki.ids import SmartlockId


@dataclass(frozen=True, kw_only=True)
class Mishap:
    """What an error page or a problem document was about. ``request`` is method and path, never a query or a body."""

    reference: str
    at: datetime
    code: str
    request: str
    customer_id: CustomerId | None = None
    grant_id: GrantId | None = None
    smartlock_id: SmartlockId | None = None


class CaseState(StrEnum):
    """``opened``: the desk has the next word. ``handed_over``: Nuki has it."""

    OPENED = "opened"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    HANDED_OVER = "handed_over"
    SOLVED = "solved"


class CaseEvent(StrEnum):
    """What can happen to a case."""

    CUSTOMER_WROTE = "customer_wrote"
    DESK_ASKED = "desk_asked"
    HANDED_OVER = "handed_over"
    NUKI_ANSWERED = "nuki_answered"
    SOLVED = "solved"


_S, _E = CaseState, CaseEvent
TRANSITIONS: dict[tuple[CaseState, CaseEvent], CaseState] = {
    (_S.OPENED, _E.CUSTOMER_WROTE): _S.OPENED,
    (_S.OPENED, _E.DESK_ASKED): _S.WAITING_FOR_CUSTOMER,
    (_S.OPENED, _E.HANDED_OVER): _S.HANDED_OVER,
    (_S.OPENED, _E.SOLVED): _S.SOLVED,
    (_S.WAITING_FOR_CUSTOMER, _E.CUSTOMER_WROTE): _S.OPENED,
    (_S.WAITING_FOR_CUSTOMER, _E.HANDED_OVER): _S.HANDED_OVER,
    (_S.WAITING_FOR_CUSTOMER, _E.SOLVED): _S.SOLVED,
    (_S.HANDED_OVER, _E.CUSTOMER_WROTE): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.NUKI_ANSWERED): _S.OPENED,
    (_S.HANDED_OVER, _E.SOLVED): _S.SOLVED,
    (_S.SOLVED, _E.CUSTOMER_WROTE): _S.OPENED,
}
PATIENCE: dict[str, timedelta] = {
    _S.OPENED: timedelta(hours=24),
    _S.WAITING_FOR_CUSTOMER: timedelta(days=7),
    _S.HANDED_OVER: timedelta(days=3),
}
"""How long whoever has the next word may take. Ours; Nuki names no limits."""


def step(state: CaseState, event: CaseEvent) -> CaseState | None:
    """The next state, or None where that cannot happen now."""
    return TRANSITIONS.get((state, event))


@dataclass(frozen=True, kw_only=True)
class Word:
    """One entry in a case's story. ``note`` is what was written or asked."""

    at: datetime
    event: CaseEvent
    note: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """``customer_id`` None: whoever opened it was not signed in, and left ``contact`` to be answered at."""

    case_id: str
    code: str
    state: CaseState
    text: str
    opened_at: datetime
    changed_at: datetime
    reference: str = ""
    contact: str = ""
    customer_id: CustomerId | None = None
    grant_id: GrantId | None = None
    smartlock_id: SmartlockId | None = None
    words: tuple[Word, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """Until when the next word is awaited; None when nobody owes one."""
        patience = PATIENCE.get(self.state)
        return None if patience is None else self.changed_at + patience
