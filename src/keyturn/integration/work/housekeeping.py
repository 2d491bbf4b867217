"""The rounds themselves: what nobody else came to do, and what nobody asks for any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.access.confirm import Checks
from keyturn.integration.actions import overdue
from keyturn.integration.actions.action import Action
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.settings import Settings, WebhookMode
from keyturn.integration.smartlocks.mirror import Smartlocks
from keyturn.integration.webhooks.health import Budget, Outcome
from keyturn.integration.webhooks.inbox import Inbox
from keyturn.integration.webhooks.subscriptions import Subscriptions
from keyturn.integration.work.retention import Retention

EARLY_KEPT = timedelta(hours=1)
"""A confirmation whose request id is nobody's after this long belongs to another call."""
log = logging.getLogger(__name__)


class Deliveries(Protocol):
    """What is asked of the rows of the inbox."""

    async def give_up_early(self, before: datetime) -> None: ...


class Counts(Protocol):
    """What is asked of the counts of deliveries."""

    async def count(self, counted: dict[Outcome, int], now: datetime) -> None: ...

    async def budget(self, now: datetime) -> Budget: ...


class Heirs(Protocol):
    """What is asked of the rows of the codes."""

    async def inherit(self) -> int: ...


class Unregistered(Protocol):
    """What is asked of the rows of the registrations."""

    async def missing(self) -> list[GrantId]: ...


@dataclass(frozen=True, kw_only=True)
class Housekeeping:
    """Harmless to repeat, all of it."""

    settings: Settings
    clock: Clock
    nuki: Callable[[GrantId], NukiClient]
    inbox: Inbox
    deliveries: Deliveries
    counts: Counts
    actions: overdue.OverdueStore
    smartlocks: Smartlocks
    checks: Checks
    heirs: Heirs
    subscriptions: Subscriptions
    unregistered: Unregistered
    retention: Retention
    changed: Callable[[], None]

    async def settle(self) -> None:
        """Deliveries that a failure, or a process that died, left behind."""
        self.inbox.wake()
        await self.inbox.quiet()
        await self.counts.count(self.inbox.tally.take(), self.clock.now())

    async def look_after(self) -> None:
        """Late confirmations, codes and invitations, missing registrations."""
        if await overdue.sweep(self.actions, self.clock, self._look):
            self.changed()
        if self.settings.access and await self.checks.sweep() + await self.heirs.inherit():
            self.changed()
        if self.settings.webhooks is WebhookMode.DECENTRAL:
            for grant_id in await self.unregistered.missing():
                await self._subscribe(grant_id)

    async def tidy(self) -> None:
        """Forget what nobody asks for any more."""
        now = self.clock.now()
        if (budget := await self.counts.budget(now)).warning:
            log.warning(
                "%.1f %% of Nuki's webhooks failed in 24 hours; Nuki warns above 5 %%.", budget.share * 100
            )
        await self.subscriptions.sweep()
        await self.deliveries.give_up_early(now - EARLY_KEPT)
        await self.retention.sweep()

    async def _look(self, action: Action) -> int | None:
        await self.smartlocks.read_all(action.grant_id, self.nuki(action.grant_id))
        doors = {door.smartlock_id: door for door in await self.smartlocks.known(action.grant_id)}
        door = doors.get(action.smartlock_id)
        return door.state if door else None

    async def _subscribe(self, grant_id: GrantId) -> None:
        try:
            await self.subscriptions.care(grant_id, self.nuki(grant_id))
        except (errors.ClientError, IntegrationError) as trouble:
            log.warning("Grant %s has no webhook yet: %s", grant_id, trouble)
