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


class _Day:
    """The deliveries of the last 24 hours, their errors counted as they come and go."""

    def __init__(self) -> None:
        self.tried: deque[tuple[datetime, bool]] = deque()
        self.bad = 0

    def add(self, now: datetime, good: bool) -> None:
        self.tried.append((now, good))
        self.bad += not good
        while self.tried[0][0] < now - DAY:
            _, was_good = self.tried.popleft()
            self.bad -= not was_good


class Watch:
    """Counts deliveries per application."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._days: dict[str, _Day] = {}
        self._warned: dict[str, datetime] = {}

    def notice(self, delivered: Delivered) -> None:
        """One delivery has been tried."""
        if not delivered.central:
            return
        now, client_id = delivered.at, delivered.client_id
        day = self._days.setdefault(client_id, _Day())
        day.add(now, delivered.succeeded)
        bad, seen = day.bad, len(day.tried)
        if seen < FEWEST or bad <= ERRORS_AT_MOST * seen:
            return
        if client_id not in self._warned or self._warned[client_id] < now - DAY:
            self._warned[client_id] = now
            self._tell(client_id, "warning", bad, seen)
        if bad == seen and now - day.tried[0][0] >= DAY - timedelta(hours=1):
            self._switch_off(client_id, bad, seen)

    def forget(self) -> None:
        """Start over, as the world does."""
        self._days.clear()
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
