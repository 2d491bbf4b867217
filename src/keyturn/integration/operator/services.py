"""What the operator's side may use: one typed bundle, put together by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.grants.customer import Customer
from keyturn.integration.grants.erasing import Erasing
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.notify.event import Event
from keyturn.integration.operator.login import SessionStore
from keyturn.integration.operator.tools import Tools
from keyturn.integration.support.desk import Desk as SupportDesk
from keyturn.integration.watch.figures import FigureStore
from keyturn.integration.watch.metrics import Metrics
from keyturn.integration.watch.present import Present
from keyturn.integration.watch.ready import Check
from keyturn.integration.watch.records import Records
from keyturn.integration.webhooks.central import Standing
from keyturn.secrecy import Secret


class Customers(Protocol):
    """What the console needs of the customers."""

    async def customer(self, customer_id: CustomerId) -> Customer | None: ...


class Events(Protocol):
    """What the console needs of the events."""

    async def event(self, event_id: str) -> Event | None: ...

    async def replay(self, event: Event, now: datetime) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Without ``token`` nobody may look."""

    token: Secret | None
    base_url: str
    root_path: str
    company: str
    clock: Clock
    metrics: Metrics
    store: FigureStore
    figures: Present
    checks: Mapping[str, Check]
    circuit: Callable[[], str]
    features: tuple[str, ...]
    """Those of decentral webhooks; none where they are central."""
    central: Callable[[], Awaitable[Standing | None]]
    records: Records
    sessions: SessionStore
    customers: Customers
    events: Events
    sealing: Callable[[], str]
    cases: SupportDesk
    erasing: Erasing
    tools: Tools
