"""What the pages may use: one typed bundle, put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from keyturn.client import NukiClient, OAuthClient
from keyturn.clock import Clock
from keyturn.integration.access.invites import Invites, InviteStore
from keyturn.integration.access.request import Codes, CodeStore
from keyturn.integration.actions.action import Action
from keyturn.integration.actions.request import Requests
from keyturn.integration.activity.entry import Entry
from keyturn.integration.activity.reader import Reader
from keyturn.integration.connect.links import Links
from keyturn.integration.connect.pending import Pending
from keyturn.integration.connect.session import Sessions
from keyturn.integration.connect.tickets import Tickets
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.partners.page import Place, Placed
from keyturn.integration.settings import Settings
from keyturn.integration.smartlocks.configuring.ask import Wishes
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.support.desk import Desk
from keyturn.integration.web.live import Feed
from keyturn.integration.web.texts import Texts
from keyturn.integration.webhooks.inbox import Inbox
from keyturn.integration.webhooks.subscriptions import Subscriptions
from keyturn.integration.work.welcome import Welcome
from keyturn.nuki.ids import SmartlockId


class Grants(Protocol):
    """What the pages need of the grants; each call is one transaction."""

    async def grants_of(self, customer_id: CustomerId) -> list[Grant]: ...

    async def page(self, after: Place, limit: int, customer_id: CustomerId | None) -> list[Placed[Grant]]: ...

    async def grant(self, grant_id: GrantId) -> Grant | None: ...

    async def save(
        self, grant: Grant, now: datetime, renew_at: datetime | None = None, *, announced: bool = True
    ) -> None: ...

    async def disconnect(self, grant_id: GrantId, now: datetime) -> bool: ...


class History(Protocol):
    """What the pages need of the actions."""

    async def latest(self, grant_id: GrantId) -> dict[SmartlockId, Action]: ...


class Book(Protocol):
    """What the pages need of the activity log; see ``store.activity.rows``."""

    async def newest(
        self, grant_id: GrantId, smartlock_id: SmartlockId | None, before: datetime, limit: int
    ) -> list[Entry]: ...

    async def instants(self, grant_id: GrantId, smartlock_id: SmartlockId, since: datetime) -> list[datetime]: ...

    async def switched_off(self, grant_id: GrantId, smartlock_id: SmartlockId) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything a handler is given."""

    settings: Settings
    clock: Clock
    vault: Vault
    oauth: OAuthClient
    nuki: Callable[[GrantId], NukiClient]
    grants: Grants
    pending: Pending
    links: Links
    sessions: Sessions
    subscriptions: Subscriptions
    welcome: Welcome
    smartlocks: Smartlocks
    wishes: Wishes
    requests: Requests
    history: History
    book: Book
    log_reader: Reader
    inbox: Inbox
    feed: Feed
    texts: Texts
    codes: Codes
    code_rows: CodeStore
    invites: Invites
    invite_rows: InviteStore
    desk: Desk
    tickets: Tickets
