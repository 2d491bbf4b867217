"""What the API takes and answers. Instants are RFC 3339 in UTC; the OpenAPI components are made from these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

from keyturn.integration.actions.action import ActionState, Kind
from keyturn.integration.errors import Blame
from keyturn.integration.grants.grant import GrantState
from keyturn.integration.notify.endpoint import EndpointState
from keyturn.integration.notify.event import EventKind

T = TypeVar("T")
Instant = Annotated[datetime, Meta(tz=True)]
Reference = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class Taken(Struct, frozen=True, forbid_unknown_fields=True):
    """A body of a request."""


class Page(Struct, Generic[T], frozen=True):
    """Part of a list. ``next`` is the cursor of the part that follows, null at the end."""

    items: list[T]
    next: str | None


class Customer(Struct, frozen=True):
    """Whoever may have grants. ``reference`` is the company's own name for it."""

    id: str
    reference: str | None
    created_at: Instant


class CustomerNew(Taken, frozen=True):
    """A customer to be."""

    reference: Reference | None = None


class ConnectLink(Struct, frozen=True):
    """An address to give to the customer: good for one connection."""

    url: str
    expires_at: Instant


class PageSession(Struct, frozen=True):
    """An address that signs the customer in: good once and for two minutes. Redirect the browser to it at once."""

    url: str
    expires_at: Instant


class Grant(Struct, frozen=True):
    """A connected Nuki account. ``lost``: only the customer can mend that, by connecting again."""

    id: str
    customer_id: str
    account_id: int | None
    state: GrantState
    scopes: list[str]


class Smartlock(Struct, frozen=True):
    """A device as last known. Codes are Nuki's; ``told``: the device told us by itself, else we asked."""

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
    actions: list[Kind]
    known_at: Instant
    told: bool


class Action(Struct, frozen=True):
    """A request to a door. Only ``confirmed`` says that the door did it; ``observed_state`` was read and proves
    nothing about this request."""

    id: str
    grant_id: str
    smartlock_id: int
    kind: Kind
    state: ActionState
    settled: bool
    requested_at: Instant
    settled_at: Instant | None
    error_code: str | None
    refusal: str | None
    observed_state: int | None


class ActionNew(Taken, frozen=True):
    """What a door shall do."""

    kind: Kind


class Problem(Struct, frozen=True):
    """RFC 9457, with what to do (``remedy``), who can do it (``blame``) and whether the same again may help."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str
    blame: Blame
    retry: bool
    reference: str


class Event(Struct, frozen=True):
    """Something that happened. ``data`` names things by their ids."""

    id: str
    type: EventKind
    timestamp: Instant
    customer_id: str
    data: dict[str, str | int | None]
    cursor: str


class Replayed(Struct, frozen=True):
    """To how many endpoints an event is sent once more."""

    endpoints: int


class Endpoint(Struct, frozen=True):
    """Where events are sent. ``kinds`` empty: all of them. ``gone``: it answered 410 and gets none."""

    id: str
    url: str
    kinds: list[EventKind]
    state: EndpointState
    created_at: Instant


class EndpointNew(Taken, frozen=True):
    """An endpoint to be: a public https address."""

    url: Annotated[str, Meta(min_length=1, max_length=2000)]
    kinds: list[EventKind] = []


class EndpointMade(Struct, frozen=True):
    """A new endpoint, with the secret its events are signed with. The secret is told this once."""

    endpoint: Endpoint
    secret: str


class SecretMade(Struct, frozen=True):
    """One more signing secret; those before it sign beside it for 24 hours. It is told this once."""

    secret: str
