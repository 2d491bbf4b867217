"""What the API answers. Instants are in UTC; what lets somebody in is a :class:`Secret`.

States and kinds are text: one that a later version adds is passed on, not refused. `/v1/openapi.json` lists them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from keyturn.secrecy import Secret

ActionKind = Literal[
    "lock",
    "unlock",
    "open",
    "lock-n-go",
    "lock-n-go-open",
    "full-lock",
    "force-lock",
    "force-unlock",
    "ring-to-open-on",
    "ring-to-open-off",
    "continuous-on",
    "continuous-off",
]


class Customer(Struct, frozen=True):
    """Whoever may have grants. ``reference`` is the company's own name for it."""

    id: str
    reference: str | None
    created_at: datetime


class ConnectLink(Struct, frozen=True):
    """An address to give to the customer: good for one connection."""

    url: Secret
    expires_at: datetime


class PageSession(Struct, frozen=True):
    """An address that signs the customer in, once: redirect the browser to it at once."""

    url: Secret
    expires_at: datetime


class Grant(Struct, frozen=True):
    """A connected Nuki account. Of a ``lost`` one, only the customer can mend it, by connecting again."""

    id: str
    customer_id: str
    account_id: int | None
    state: str
    scopes: list[str]


class Smartlock(Struct, frozen=True):
    """A device as last known. Codes are Nuki's; ``told``: the device told it by itself."""

    id: int
    grant_id: str
    name: str
    device_type: int
    state: int
    state_name: str
    door_state: int
    server_state: int
    online: bool
    admin_pin_state: int
    battery_critical: bool
    battery_charge: int | None
    opens_on_unlock: bool
    actions: list[str]
    known_at: datetime
    told: bool


class Action(Struct, frozen=True):
    """A request to a door. Only ``confirmed`` says that the door did it."""

    id: str
    grant_id: str
    smartlock_id: int
    kind: str
    state: str
    settled: bool
    requested_at: datetime
    settled_at: datetime | None
    error_code: str | None
    refusal: str | None
    observed_state: int | None


class Entry(Struct, frozen=True):
    """An entry of a door's log; ``action``, ``trigger`` and ``state`` are Nuki's codes."""

    id: str
    at: datetime
    smartlock_id: int
    device_type: int
    action: int
    trigger: int
    state: int
    name: str
    source: int | None
    by_itself: bool


class Window(Struct, frozen=True, omit_defaults=True):
    """When a code shall open, in the door's own time zone: ``2030-03-29T15:00``, ``08:00``, Monday 0.

    What is left out does not limit it.
    """

    since: str | None = None
    until: str | None = None
    from_time: str | None = None
    until_time: str | None = None
    days: tuple[int, ...] = ()


class Code(Struct, frozen=True):
    """A keypad code; only ``on_lock`` says that the lock has it. Minutes are of the door's own day."""

    id: str
    grant_id: str
    smartlock_id: int
    name: str
    state: str
    since: datetime | None
    until: datetime | None
    days: list[int]
    from_minute: int
    until_minute: int
    requested_at: datetime
    refusal: str | None
    drift: str | None


class Digits(Struct, frozen=True):
    """What is typed at the door."""

    digits: Secret


class Invite(Struct, frozen=True):
    """An invitation to the Nuki app; of a ``ready`` one the code can be shown, once."""

    id: str
    grant_id: str
    smartlock_id: int
    name: str
    state: str
    requested_at: datetime
    expires_at: datetime
    refusal: str | None
    error_code: str | None


class Event(Struct, frozen=True):
    """Something that happened. ``cursor`` is where to go on from."""

    id: str
    type: str
    timestamp: datetime
    customer_id: str
    data: dict[str, str | int | None]
    cursor: str


class Replayed(Struct, frozen=True):
    """To how many endpoints an event is sent once more."""

    endpoints: int


class Endpoint(Struct, frozen=True):
    """Where events are sent. ``kinds`` empty: all of them."""

    id: str
    url: str
    kinds: list[str]
    state: str
    created_at: datetime


class EndpointMade(Struct, frozen=True):
    """A new endpoint, and the secret its events are signed with: told this once."""

    endpoint: Endpoint
    secret: Secret


class SecretMade(Struct, frozen=True):
    """One more signing secret: told this once."""

    secret: Secret


class Delivery(Struct, frozen=True):
    """One event for one endpoint; ``outcome`` of the last try, ``next_try_at`` None when none follows."""

    event_id: str
    type: str
    state: str
    tries: int
    outcome: str | None
    next_try_at: datetime | None


class CaseWord(Struct, frozen=True):
    """One entry in a case's story."""

    at: datetime
    event: str
    note: str


class Case(Struct, frozen=True):
    """A support case. ``due_at``: until when the next word is owed."""

    id: str
    state: str
    code: str
    reference: str | None
    customer_id: str | None
    grant_id: str | None
    smartlock_id: int | None
    text: str
    contact: str
    opened_at: datetime
    changed_at: datetime
    due_at: datetime | None
    words: list[CaseWord]


class HandedOver(Struct, frozen=True):
    """What to send to Nuki: for programs, and as a letter."""

    bundle: dict[str, Any]
    letter: str


class Mishap(Struct, frozen=True):
    """What failed, whose fault it is, what to tell the customer (by language) and what the desk can do."""

    reference: str
    at: datetime
    code: str
    request: str
    customer_id: str | None
    grant_id: str | None
    smartlock_id: int | None
    fault: str
    deeds: list[str]
    tell: dict[str, str]
    desk: dict[str, str]
