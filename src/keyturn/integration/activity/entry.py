"""An entry of a device's activity log, as we keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from keyturn.integration.actions.action import Action, ActionState
from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.codes import LogAction
from keyturn.nuki.dates import from_wire
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.log import SmartlockLog


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``at`` is Nuki's date; ``deed``, ``cause`` and ``outcome`` are Nuki's codes (LogAction, LogTrigger, LogState).

    ``who`` is empty where a person turned the key, or the device did it by itself.
    """

    grant_id: GrantId
    entry_id: str
    smartlock_id: SmartlockId
    at: datetime
    device_type: int
    deed: int
    cause: int
    outcome: int
    who: str
    source: int | None
    by_itself: bool


def entry_of(grant_id: GrantId, told: SmartlockLog) -> Entry | None:
    """Nuki's entry as ours; None where its date cannot be read, because then it has no place in the order."""
    try:
        at = from_wire(told.date)
    except ValueError:
        return None
    return Entry(
        grant_id=grant_id,
        entry_id=told.id,
        smartlock_id=SmartlockId(told.smartlock_id),
        at=at,
        device_type=told.device_type,
        deed=told.action,
        cause=told.trigger,
        outcome=told.state,
        who=told.name,
        source=told.source,
        by_itself=told.auto_unlock,
    )


SWITCHES = (LogAction.LOG_ON, LogAction.LOG_OFF)
"""Entries about the log itself: after the second the device keeps none, until the first."""


PATIENCE = timedelta(seconds=60)
"""How long an entry may take, and how far a device's clock may be from ours (both guessed)."""


def keeps_silent(action: Action | None, newest: Entry | None, now: datetime) -> bool:
    """Whether a door has confirmed an action its log says nothing of: most likely the log is off."""
    if action is None or action.state is not ActionState.CONFIRMED or action.settled_at is None:
        return False
    unheard = newest is None or newest.at < action.requested_at - PATIENCE
    return unheard and now - action.settled_at >= PATIENCE
