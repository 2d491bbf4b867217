"""What the operator's console shows, line by line: read over all rooms, without tokens, digits or bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.integration.grants.grant import CustomerId, GrantId

Place = tuple[int, str]
"""The last line seen: milliseconds and an id."""
NEWEST: Place = (2**63 - 1, "")
SOONEST: Place = (-1, "")
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class CustomerLine:
    """``living`` are the grants a token may be had from."""

    place: Place
    customer_id: CustomerId
    reference: str | None
    created_at: datetime
    grants: int
    living: int


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """``changed_at``: when it came, or ended."""

    place: Place
    grant_id: GrantId
    customer_id: CustomerId
    account_id: int | None
    state: str
    scopes: str
    renew_at: datetime
    changed_at: datetime
    doors: int
    webhook_id: int | None
    checked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Unsettled:
    """An action or a code that waits; ``what`` is its kind, ``why`` a refusal or drift."""

    place: Place
    ident: str
    customer_id: CustomerId
    door: str
    what: str
    state: str
    since: datetime
    due_at: datetime | None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class DeliveryLine:
    """A delivery by Nuki; whose it is shows only at decentral addresses."""

    place: Place
    delivery_id: str
    grant_id: GrantId | None
    customer_id: CustomerId | None
    at: datetime
    state: str
    error_code: str


@dataclass(frozen=True, kw_only=True)
class EndpointLine:
    """``url`` without what follows a question mark."""

    endpoint_id: str
    url: str
    state: str
    kinds: str
    deliveries: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class OutLine:
    """One event on its way to one endpoint."""

    place: Place
    event_id: str
    kind: str
    at: datetime
    customer_id: CustomerId
    endpoint_id: str
    state: str
    attempts: int
    due_at: datetime
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """``due_at``: until when the next word is awaited, None where nobody owes one."""

    place: Place
    case_id: str
    customer_id: CustomerId | None
    code: str
    state: str
    opened_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing in a customer's story: ``what`` names its kind, ``subject`` a door or a grant."""

    at: datetime
    what: str
    subject: str = ""
    detail: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """Counts by outcome of the hour that begins ``at``."""

    at: datetime
    counts: dict[str, int] = field(default_factory=dict)


class Records(Protocol):
    """What the console reads; nothing here is changed."""

    async def customers(self, before: Place, search: str) -> list[CustomerLine]:
        """Found by id, by the beginning of the company's own reference, by grant, or by Nuki's account number."""

    async def grants(
        self, before: Place, state: str, now: datetime, customer_id: CustomerId | None = None
    ) -> list[GrantLine]:
        """``state`` also ``overdue`` (renewal), ``unregistered`` (no webhook), or empty for all."""

    async def actions(self, before: Place, now: datetime) -> list[Unsettled]:
        """Waiting, unconfirmed or unknown, of the last seven days."""

    async def codes(self, before: Place) -> list[Unsettled]:
        """Neither on the lock nor ended."""

    async def deliveries(self, before: Place, state: str) -> list[DeliveryLine]: ...

    async def endpoints(self) -> list[EndpointLine]: ...

    async def outgoing(self, before: Place, state: str) -> list[OutLine]: ...

    async def cases(self, after: Place, state: str, patience: Mapping[str, timedelta]) -> list[CaseLine]:
        """Those due first; ``state`` empty for all that are not solved."""

    async def actions_by_hour(self, now: datetime) -> list[Hour]: ...

    async def webhooks_by_hour(self, now: datetime) -> list[Hour]: ...

    async def story(self, customer_id: CustomerId, before: datetime) -> list[Moment]:
        """The latest first."""
