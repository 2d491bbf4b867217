"""Asking: written down first, sent once, and honest about an answer that never came.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.actions.action import Action, ActionEvent, ActionId, Numbered
from keyturn.integration.errors import IntegrationError, RequestRefused
from keyturn.integration.refusals import refusal_of
from keyturn.nuki.ids import RequestId

log = logging.getLogger(__name__)


class ActionStore(Protocol):
    """What this room needs of the store; each call is one transaction."""

    async def begin(self, action: Action) -> Action | None:
        """Write the intent down, unless this door still waits for another action: then None. An action with
        the same id was asked for already (a form sent twice): it is returned as it stands."""

    async def accept(self, action_id: ActionId, request_id: RequestId, due_at: datetime, now: datetime) -> None:
        """Keep the request id, and apply a confirmation that came before it."""

    async def close(
        self, action_id: ActionId, event: ActionEvent, now: datetime, refusal: str | None = None
    ) -> None: ...

    async def action(self, action_id: ActionId) -> Action | None: ...


class Requests:
    """Sends actions to Nuki."""

    def __init__(self, store: ActionStore, clock: Clock, confirm_seconds: float) -> None:
        self._store, self._clock, self._patience = store, clock, timedelta(seconds=confirm_seconds)

    async def ask(self, intent: Action, order: Numbered, nuki: NukiClient) -> None:
        """Returns when Nuki heard the request, or when it is unknown whether it did.

        Raises :class:`RequestRefused`, :class:`NukiUnavailable`, :class:`GrantLost`: nothing was carried out.
        """
        begun = await self._store.begin(intent)
        if begun is None:
            raise RequestRefused("The door still waits for an earlier action.", code="door-busy")
        if begun is not intent:
            return
        try:
            request_id = await nuki.actions.act_advanced(intent.smartlock_id, order.action, order.option)
        except (errors.NoAnswer, errors.UnreadableAnswer, errors.ServerTrouble) as trouble:
            # Sent, and perhaps carried out: a door is never asked twice on a guess.
            log.warning("Action %s: no usable answer (%s).", intent.action_id, trouble)
            await self._store.close(intent.action_id, ActionEvent.ANSWER_LOST, self._clock.now())
        except (errors.ClientError, IntegrationError) as error:
            refusal = refusal_of(error)
            await self._store.close(intent.action_id, ActionEvent.REFUSED, self._clock.now(), refusal=refusal.code)
            raise refusal from error
        else:
            now = self._clock.now()
            await self._store.accept(intent.action_id, request_id, now + self._patience, now)
