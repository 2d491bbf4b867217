"""Nuki's eye on receivers: a warning above five per cent errors in a day, an address switched off at a hundred.

Warning and switching off are documented (P-WH); how long "an extended time" is, is not: our choice is a day with
at least ``FEWEST`` deliveries and not one accepted.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from msgspec.structs import replace

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.webhooks.log import Delivered
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "More than 5 % errors in 24 hours bring a warning to the application's contact address.",
        Confidence.DOCUMENTED,
        "P-WH",
    ),
    Rule(
        "A central address that accepted nothing for 24 hours, at least 20 webhooks, is switched off: DEACTIVATED.",
        Confidence.GUESSED,
        "P-WH says: after an extended time; the length is our choice",
    ),
)
DAY = timedelta(hours=24)
ERRORS_AT_MOST = 0.05
FEWEST = 20
"""Deliveries before a rate means anything (ours)."""


class Watch:
    """Counts deliveries per application."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: dict[str, deque[tuple[datetime, bool]]] = {}
        self._warned: dict[str, datetime] = {}

    def notice(self, delivered: Delivered) -> None:
        """One delivery has been tried."""
        if not delivered.central:
            return
        now, client_id = delivered.at, delivered.client_id
        seen = self._seen.setdefault(client_id, deque())
        seen.append((now, delivered.succeeded))
        while seen[0][0] < now - DAY:
            seen.popleft()
        bad = sum(not good for _, good in seen)
        if len(seen) < FEWEST or bad <= ERRORS_AT_MOST * len(seen):
            return
        if client_id not in self._warned or self._warned[client_id] < now - DAY:
            self._warned[client_id] = now
            self._tell(client_id, "warning", bad, len(seen))
        if bad == len(seen) and now - seen[0][0] >= DAY - timedelta(hours=1):
            self._switch_off(client_id, bad, len(seen))

    def forget(self) -> None:
        """Start over, as the world does."""
        self._seen.clear()
        self._warned.clear()

    def _switch_off(self, client_id: str, bad: int, seen: int) -> None:
        application = self._world.applications.get(client_id)
        if application is None or application.advanced is None:
            return
        if application.advanced.webhook_status == "ACTIVE":
            application.advanced = replace(application.advanced, webhook_status="DEACTIVATED")
            application.changed = True
            self._world.changed()
            self._tell(client_id, "deactivated", bad, seen)

    def _tell(self, client_id: str, event: str, bad: int, seen: int) -> None:
        self._world.journal.record(Kind.PROGRAM, client_id, event=event, errors=bad, webhooks=seen)
