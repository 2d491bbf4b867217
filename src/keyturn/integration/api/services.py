"""What the API may use: one typed bundle, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from keyturn.client import NukiClient
from keyturn.clock import Clock
from keyturn.integration.access.invites import Invites, InviteStore
from keyturn.integration.access.request import Codes, CodeStore
from keyturn.integration.actions.action import Action, ActionId
from keyturn.integration.actions.request import Requests
from keyturn.integration.activity.entry import Entry
from keyturn.integration.connect.links import Links
from keyturn.integration.connect.tickets import Tickets
from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.erasing import Erasing
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId
from keyturn.integration.notify.endpoint import Endpoints
from keyturn.integration.notify.event import Event
from keyturn.integration.notify.sender import Delivery
from keyturn.integration.partners.key import Keys
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.partners.repeat import Repeats
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.support.desk import Desk
from keyturn.integration.webhooks.subscriptions import Subscriptions
from keyturn.nuki.ids import SmartlockId


class Customers(Protocol):
    """What the API needs of the customers; each call is one transaction."""

    async def add_customer(self, customer: Customer) -> bool: ...

    async def customer(self, customer_id: CustomerId) -> Customer | None: ...

    async def customers(self, after: Place, limit: int, reference: str | None) -> list[Placed[Customer]]: ...


class Grants(Protocol):
    """What the API needs of the grants."""

    async def grant(self, grant_id: GrantId) -> Grant | None: ...

    async def page(self, after: Place, limit: int, customer_id: CustomerId | None) -> list[Placed[Grant]]: ...

    async def disconnect(self, grant_id: GrantId, now: datetime) -> bool: ...


class Actions(Protocol):
    """What the API needs of the actions."""

    async def action(self, action_id: ActionId) -> Action | None: ...

    async def page(
        self, after: Place, limit: int, grant_id: GrantId | None, smartlock_id: SmartlockId | None
    ) -> list[Placed[Action]]: ...


class Events(Protocol):
    """What the API needs of the events."""

    async def event(self, event_id: str) -> Event | None: ...

    async def events(self, after: Place, limit: int) -> list[Placed[Event]]: ...

    async def newest(self) -> Place: ...

    async def replay(self, event: Event, now: datetime) -> int: ...

    async def deliveries(self, endpoint_id: str, after: Place, limit: int) -> list[Placed[Delivery]]: ...

    async def retry(self, endpoint_id: str, event_id: str, now: datetime) -> Delivery | None: ...


class Book(Protocol):
    """What the API needs of the activity log."""

    async def newest(
        self, grant_id: GrantId, smartlock_id: SmartlockId | None, before: datetime, limit: int
    ) -> list[Entry]: ...


class Changes(Protocol):
    """Tells that something has changed, in this process or another."""

    def changed(self) -> None: ...

    async def next_change(self, seen: int) -> int | None:
        """The version that follows ``seen``; ``seen`` itself after a while without any; None at the end."""


@dataclass(frozen=True, kw_only=True)
class ApiServices:
    """Everything an operation is given."""

    base_url: str
    company: str
    clock: Clock
    nuki: Callable[[GrantId], NukiClient]
    keys: Keys
    repeats: Repeats
    customers: Customers
    links: Links
    erasing: Erasing
    grants: Grants
    subscriptions: Subscriptions
    smartlocks: Smartlocks
    requests: Requests
    actions: Actions
    changes: Changes
    events: Events
    endpoints: Endpoints
    desk: Desk
    tickets: Tickets
    book: Book
    codes: Codes
    code_rows: CodeStore
    invites: Invites
    invite_rows: InviteStore
