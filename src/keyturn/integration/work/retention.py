"""How long what grows is kept: nothing of it stays for ever."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.settings import Settings

log = logging.getLogger(__name__)


class Growing(StrEnum):
    """What grows with everything that happens; the value is what its setting is named for."""

    WEBHOOKS = "webhooks"
    DELIVERIES = "deliveries"
    EVENTS = "events"
    ACTIVITY = "activity"
    ACTIONS = "actions"
    ACCESS = "access"
    CASES = "cases"
    MISHAPS = "mishaps"
    REPEATS = "repeats"
    SESSIONS = "sessions"
    STATES = "states"


class RetentionStore(Protocol):
    """What this file needs of the store."""

    async def forget(self, growing: Growing, now: datetime, kept: timedelta) -> None:
        """Drop what is older and waits for nobody, little by little or in whole parts."""


def kept(settings: Settings) -> dict[Growing, timedelta]:
    """How long each is kept, counted from when it happened, or from its end if it has one."""
    events = timedelta(days=settings.keep_events_days)
    return {
        Growing.WEBHOOKS: timedelta(days=settings.keep_webhooks_days),
        Growing.DELIVERIES: min(timedelta(days=settings.keep_deliveries_days), events),
        Growing.EVENTS: events,
        Growing.ACTIVITY: timedelta(days=settings.keep_activity_days),
        Growing.ACTIONS: timedelta(days=settings.keep_actions_days),
        Growing.ACCESS: timedelta(days=settings.keep_access_days),
        Growing.CASES: timedelta(days=settings.keep_cases_days),
        Growing.MISHAPS: timedelta(days=settings.keep_mishaps_days),
        Growing.REPEATS: timedelta(hours=settings.keep_repeats_hours),
        Growing.SESSIONS: timedelta(hours=settings.keep_sessions_hours),
        Growing.STATES: timedelta(hours=settings.keep_states_hours),
    }


class Retention:
    """One process of all makes this round."""

    def __init__(self, store: RetentionStore, settings: Settings, clock: Clock) -> None:
        self._store, self._kept, self._clock = store, kept(settings), clock

    async def sweep(self) -> None:
        """Forget what nobody asks for any more. Trouble with one kind holds up none of the others."""
        for growing, lasting in self._kept.items():
            try:
                await self._store.forget(growing, self._clock.now(), lasting)
            except Exception:
                log.exception("Old %s could not be dropped; the next round tries again.", growing)
