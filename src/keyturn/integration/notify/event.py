"""What happened, as it is told outside. This file knows no store, no network and no clock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from keyturn.integration.access.code import Code
from keyturn.integration.actions.action import Action
from keyturn.integration.grants.grant import CustomerId, Grant
from keyturn.integration.smartlocks.mirror import Door


class EventKind(StrEnum):
    """The ``type`` of an event."""

    GRANT_CONNECTED = "grant.connected"
    GRANT_LOST = "grant.lost"
    GRANT_DISCONNECTED = "grant.disconnected"
    GRANT_RECOVERED = "grant.recovered"
    ACTION_SETTLED = "action.settled"
    CODE_ON_LOCK = "code.on_lock"
    CODE_FAILED = "code.failed"
    BATTERY_LOW = "smartlock.battery_low"
    BATTERY_FINE = "smartlock.battery_fine"
    ACCESSORY_BATTERY_LOW = "smartlock.accessory_battery_low"
    OFFLINE = "smartlock.offline"
    ONLINE = "smartlock.online"
    UNLINKED = "smartlock.unlinked"
    PIN_WRONG = "smartlock.pin_wrong"
    DOOR_OPENED = "door.opened"
    DOOR_CLOSED = "door.closed"
    DOOR_LEFT_OPEN = "door.left_open"
    CUSTOMER_ERASED = "customer.erased"
    CASE_OPENED = "case.opened"
    CASE_MOVED = "case.moved"


@dataclass(frozen=True, kw_only=True)
class Event:
    """``facts`` name things by id and hold no secret. ``number`` counts events; the store gives it."""

    event_id: str
    kind: EventKind
    at: datetime
    customer_id: CustomerId
    facts: dict[str, Any]
    number: int = 0


def about_grant(kind: EventKind, grant: Grant, at: datetime) -> Event:
    """Something happened to a grant."""
    facts = {"customer_id": grant.customer_id, "grant_id": grant.grant_id}
    return Event(event_id=_fresh(), kind=kind, at=at, customer_id=grant.customer_id, facts=facts)


def about_erasure(customer_id: CustomerId, at: datetime) -> Event:
    """A customer was erased: whatever the company keeps under this id may have to go, too."""
    facts = {"customer_id": customer_id}
    return Event(event_id=_fresh(), kind=EventKind.CUSTOMER_ERASED, at=at, customer_id=customer_id, facts=facts)


def about_action(action: Action, customer_id: CustomerId, at: datetime) -> Event:
    """An action is settled; a late confirmation settles it once more."""
    facts = {
        "customer_id": customer_id,
        "grant_id": action.grant_id,
        "smartlock_id": action.smartlock_id,
        "action_id": action.action_id,
        "kind": action.kind,
        "state": action.state,
        "error_code": action.error_code,
        "refusal": action.refusal,
    }
    return Event(event_id=_fresh(), kind=EventKind.ACTION_SETTLED, at=at, customer_id=customer_id, facts=facts)


def about_code(code: Code, kind: EventKind, customer_id: CustomerId, at: datetime) -> Event:
    """A keypad code has come to the lock, or cannot; neither its digits nor its name, which may be a person's."""
    facts = {
        "customer_id": customer_id,
        "grant_id": code.grant_id,
        "smartlock_id": code.smartlock_id,
        "code_id": code.code_id,
        "state": code.state,
        "refusal": code.refusal,
    }
    return Event(event_id=_fresh(), kind=kind, at=at, customer_id=customer_id, facts=facts)


def about_door(door: Door, kind: EventKind, customer_id: CustomerId, at: datetime) -> Event:
    """Something about a device became known; what the states were then stands beside it."""
    facts = {
        "customer_id": customer_id,
        "grant_id": door.grant_id,
        "smartlock_id": door.smartlock_id,
        "door_state": door.door_state,
        "server_state": door.server_state,
        "battery_charge": door.battery_charge,
        "known_at": door.known_at.isoformat(),
    }
    return Event(event_id=_fresh(), kind=kind, at=at, customer_id=customer_id, facts=facts)


def about_case(
    kind: EventKind, case_id: str, customer_id: CustomerId | None, facts: dict[str, Any], at: datetime
) -> Event:
    """Something happened to a case; what was written is not told, and nobody is named who was not signed in."""
    known = CustomerId(customer_id or "")
    told = {"customer_id": known, "case_id": case_id} | facts
    return Event(event_id=_fresh(), kind=kind, at=at, customer_id=known, facts=told)


def body_of(event: Event) -> bytes:
    """The body that is sent and signed: the same bytes at every attempt."""
    return msgspec.json.encode({"type": event.kind, "timestamp": event.at, "data": event.facts})


def _fresh() -> str:
    return f"evt_{secrets.token_hex(12)}"
