"""What is true of the whole installation at one instant: read from the store, so it is the same in every process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Counts = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Load:
    """Of one process's database: connections open and idle, and pieces of work that wait for the writer."""

    connections: int
    idle: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits, and for how many seconds the oldest has."""

    waiting: int
    oldest_seconds: float


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts by name of state. ``actions`` are those of the last 24 hours, by state and kind."""

    at: datetime
    grants: Counts
    renewals_overdue: int
    """Grants whose early renewal was due more than ten minutes ago."""
    actions: dict[tuple[str, str], int]
    actions_waiting: int
    codes: Counts
    inbox: Backlog
    inbox_states: Counts
    """Deliveries that are early, or dead: they could not be opened."""
    taken: int
    not_taken: int
    """Deliveries of the last 24 hours, as Nuki counts."""
    registrations: int
    """Addresses that are registered at Nuki, one for each grant; none where webhooks are central."""
    events_out: Backlog
    events_given_up: int
    endpoints: Counts
    cases: int
    """Support cases that wait for the desk's answer."""
    cases_late: int
    leases: Counts
    """Held now, by what they are for."""
    sealed: dict[str, int] = field(default_factory=dict)
    """Values by the id of the key that sealed them, ``other`` for keys not in the ring."""

    @property
    def failed_share(self) -> float:
        """Of the deliveries of 24 hours, those not taken; 0 when nothing came."""
        return self.not_taken / max(1, self.taken + self.not_taken)


class FigureStore(Protocol):
    """What metrics and console need of the store."""

    async def figures(self, now: datetime) -> Figures:
        """Without ``sealed``, which costs a look at every sealed value."""

    async def sealed_by_key(self, key_ids: tuple[str, ...]) -> dict[str, int]: ...

    async def confirmed(self, after: datetime, until: datetime) -> list[float]:
        """Seconds from request to confirmation of the actions confirmed in between."""

    def load(self) -> Load: ...
