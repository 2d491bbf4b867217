"""Actions that nobody confirmed in time: Nuki is asked what the door looks like, and that is said, no more.

A state that fits proves nothing about *our* action: somebody may have turned the knob. So a read never makes an
action ``confirmed``; it makes it ``unconfirmed`` with what was seen, and a late webhook may still settle it.

Serves: confirmed-actions.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.actions.action import Action, ActionEvent, ActionId
from keyturn.integration.errors import IntegrationError

ANSWER_SECONDS = 60
"""A request older than this without an answer belongs to a process that died."""
log = logging.getLogger(__name__)
Look = Callable[[Action], Awaitable[int | None]]
"""Reads the door anew and returns its state code, or None if it cannot be had now."""


class OverdueStore(Protocol):
    """What the sweep needs of the store; each call is one transaction."""

    async def overdue(self, now: datetime, asked_before: datetime) -> list[Action]:
        """Accepted actions past their due time, and requested ones asked for before ``asked_before``."""

    async def close(
        self,
        action_id: ActionId,
        event: ActionEvent,
        now: datetime,
        refusal: str | None = None,
        observed_state: int | None = None,
    ) -> None: ...


async def sweep(store: OverdueStore, clock: Clock, look: Look) -> int:
    """Settle what is overdue; returns how many actions that were."""
    now = clock.now()
    late = await store.overdue(now, now - timedelta(seconds=ANSWER_SECONDS))
    for action in late:
        event = ActionEvent.OVERDUE if action.request_id else ActionEvent.ANSWER_LOST
        await store.close(action.action_id, event, clock.now(), observed_state=await _seen(action, look))
    return len(late)


async def _seen(action: Action, look: Look) -> int | None:
    try:
        return await look(action)
    except IntegrationError as error:
        log.info("Action %s is overdue and the door could not be read: %s", action.action_id, error)
        return None
