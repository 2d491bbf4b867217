"""How many deliveries we fail, as Nuki counts, and a warning before Nuki's.

Nuki writes to the application's contact when more than 5 % of 24 hours fail, and may stop sending when all do
(documented: P-WH).

Serves: confirmed-actions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

NUKI_WARNS = 0.05
"""Share of failed deliveries of the last 24 hours."""
WE_WARN = 0.02
ENOUGH = 50
"""Of fewer deliveries than this a share says nothing."""


class Outcome(StrEnum):
    """Of one delivery: answered 204, refused with a 4xx, or failed by a fault of ours."""

    TAKEN = "taken"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Budget:
    """Deliveries of the last 24 hours."""

    taken: int
    not_taken: int

    @property
    def share(self) -> float:
        """Of those not taken; 0 when nothing came."""
        return self.not_taken / max(1, self.taken + self.not_taken)

    @property
    def warning(self) -> bool:
        """Whether an operator should look before Nuki does."""
        return self.taken + self.not_taken >= ENOUGH and self.share >= WE_WARN


class Tally:
    """Counts within the process; what was counted is written down now and then, not with each delivery."""

    def __init__(self) -> None:
        self._counted: Counter[Outcome] = Counter()

    def add(self, outcome: Outcome) -> None:
        self._counted[outcome] += 1

    def take(self) -> dict[Outcome, int]:
        """What was counted since the last time."""
        counted, self._counted = self._counted, Counter()
        return dict(counted)
