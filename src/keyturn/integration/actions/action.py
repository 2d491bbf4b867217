"""The lifecycle of a door action, as a table. This file knows no store, no network and no clock.

``accepted`` is Nuki's "heard", nothing more. Only a webhook with the same request id confirms or fails an action;
when none comes, the action is ``unconfirmed``, which is the truth, and a late webhook may still settle it.
``unknown``: the call was sent and its answer never came; it is not repeated, because it may have been carried out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from keyturn.integration.grants.grant import GrantId
from keyturn.nuki.codes import ActionOption, DeviceType, LockAction, OpenerAction
from keyturn.nuki.ids import RequestId, SmartlockId

ActionId = NewType("ActionId", str)


class ActionState(StrEnum):
    """Where an action stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class ActionEvent(StrEnum):
    """What can happen to an action."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWER_LOST = "answer_lost"
    SUCCESS_REPORTED = "success_reported"
    FAILURE_REPORTED = "failure_reported"
    OVERDUE = "overdue"


_S, _E = ActionState, ActionEvent
TRANSITIONS: dict[tuple[ActionState, ActionEvent], ActionState] = {
    (_S.REQUESTED, _E.ACCEPTED): _S.ACCEPTED,
    (_S.REQUESTED, _E.REFUSED): _S.REFUSED,
    (_S.REQUESTED, _E.ANSWER_LOST): _S.UNKNOWN,
    (_S.ACCEPTED, _E.SUCCESS_REPORTED): _S.CONFIRMED,
    (_S.ACCEPTED, _E.FAILURE_REPORTED): _S.FAILED,
    (_S.ACCEPTED, _E.OVERDUE): _S.UNCONFIRMED,
    (_S.UNCONFIRMED, _E.SUCCESS_REPORTED): _S.CONFIRMED,
    (_S.UNCONFIRMED, _E.FAILURE_REPORTED): _S.FAILED,
}
WAITING = (ActionState.REQUESTED, ActionState.ACCEPTED)


def step(state: ActionState, event: ActionEvent) -> ActionState | None:
    """The next state, or None where the event changes nothing: a double, or too late to matter."""
    return TRANSITIONS.get((state, event))


class Kind(StrEnum):
    """What a person can ask of a door, whatever its device type."""

    LOCK = "lock"
    UNLOCK = "unlock"
    OPEN = "open"
    LOCK_N_GO = "lock-n-go"
    LOCK_N_GO_OPEN = "lock-n-go-open"
    FULL_LOCK = "full-lock"
    FORCE_LOCK = "force-lock"
    FORCE_UNLOCK = "force-unlock"
    RING_TO_OPEN_ON = "ring-to-open-on"
    RING_TO_OPEN_OFF = "ring-to-open-off"
    CONTINUOUS_ON = "continuous-on"
    CONTINUOUS_OFF = "continuous-off"


NEEDS_A_YES = frozenset({Kind.OPEN, Kind.LOCK_N_GO_OPEN, Kind.RING_TO_OPEN_ON, Kind.CONTINUOUS_ON})
"""What lets somebody in at once, or leaves a way in: a page asks once more before it sends these."""


@dataclass(frozen=True)
class Numbered:
    """What Nuki is told: ``action`` by device type, ``option`` a bit mask (documented: S-25)."""

    action: int
    option: int = ActionOption.NONE


_LOCK_CODES: dict[Kind, Numbered] = {
    Kind.LOCK: Numbered(LockAction.LOCK),
    Kind.UNLOCK: Numbered(LockAction.UNLOCK),
    Kind.OPEN: Numbered(LockAction.UNLATCH),
    Kind.LOCK_N_GO: Numbered(LockAction.LOCK_N_GO),
    Kind.LOCK_N_GO_OPEN: Numbered(LockAction.LOCK_N_GO_UNLATCH),
    Kind.FULL_LOCK: Numbered(LockAction.LOCK, ActionOption.FULL_LOCK),
    Kind.FORCE_LOCK: Numbered(LockAction.LOCK, ActionOption.FORCE),
    Kind.FORCE_UNLOCK: Numbered(LockAction.UNLOCK, ActionOption.FORCE),
}
_OPENER_CODES: dict[Kind, Numbered] = {
    Kind.OPEN: Numbered(OpenerAction.OPEN),
    Kind.RING_TO_OPEN_ON: Numbered(OpenerAction.ACTIVATE_RTO),
    Kind.RING_TO_OPEN_OFF: Numbered(OpenerAction.DEACTIVATE_RTO),
    Kind.CONTINUOUS_ON: Numbered(OpenerAction.ACTIVATE_CM),
    Kind.CONTINUOUS_OFF: Numbered(OpenerAction.DEACTIVATE_CM),
}
_CODES: dict[int, dict[Kind, Numbered]] = {
    DeviceType.SMART_LOCK_2: _LOCK_CODES,
    DeviceType.SMART_DOOR: _LOCK_CODES,
    DeviceType.SMART_LOCK_4: _LOCK_CODES,
    DeviceType.SMART_LOCK_5: _LOCK_CODES,
    DeviceType.OPENER: _OPENER_CODES,
    DeviceType.BOX: {Kind.OPEN: Numbered(LockAction.UNLOCK)},
}


def kinds_for(device_type: int) -> tuple[Kind, ...]:
    """What a device of this type can be asked for; nothing for a type nobody has told us about."""
    return tuple(_CODES.get(device_type, ()))


def code_for(device_type: int, kind: Kind) -> Numbered | None:
    """Nuki's action code and option (documented: S-25), or None where the device cannot do it.

    Numbered actions and not ``/action/unlock``: there the firmware decides, and opens a knob door (P-API).
    """
    return _CODES.get(device_type, {}).get(kind)


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action as stored. ``error_code`` is Nuki's; ``refusal`` one of ours; ``observed_state`` was read."""

    action_id: ActionId
    grant_id: GrantId
    smartlock_id: SmartlockId
    kind: Kind
    state: ActionState
    requested_at: datetime
    request_id: RequestId | None = None
    due_at: datetime | None = None
    settled_at: datetime | None = None
    error_code: str | None = None
    refusal: str | None = None
    observed_state: int | None = None
