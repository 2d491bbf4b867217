"""A figure: two rates measured in turn, several times over, and the ratio of their medians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Sample:
    """One measurement: a rate per second, and the 99th percentile of the waits in ms where it was measured."""

    rate: float
    p99: float | None = None


@dataclass
class Figure:
    """One row of the table. ``goal`` is what the ratio of rates should reach."""

    name: str
    what: str
    peer: str
    goal: float
    ours: list[Sample] = field(default_factory=list)
    theirs: list[Sample] = field(default_factory=list)
    note: str = ""

    def measure(self, ours: Callable[[], Sample], theirs: Callable[[], Sample]) -> Figure:
        """Ours and theirs in turn, so that a machine whose speed drifts is unfair to neither."""
        for _ in range(ROUNDS):
            self.ours.append(ours())
            self.theirs.append(theirs())
        return self

    @property
    def ratio(self) -> float | None:
        """Ours to theirs; None where the peer did not run."""
        if not self.ours or not self.theirs:
            return None
        return median(s.rate for s in self.ours) / median(s.rate for s in self.theirs)

    def row(self) -> dict[str, object]:
        """For the table and the file."""
        return {
            "figure": self.name,
            "what": self.what,
            "peer": self.peer,
            "ours_per_second": _middle(self.ours, "rate"),
            "peer_per_second": _middle(self.theirs, "rate"),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "goal": self.goal,
            "ours_p99_ms": _middle(self.ours, "p99"),
            "peer_p99_ms": _middle(self.theirs, "p99"),
            "rounds": len(self.ours),
            "note": self.note,
        }


def _middle(samples: list[Sample], name: str) -> float | None:
    values = [value for sample in samples if (value := getattr(sample, name)) is not None]
    return round(median(values), 2) if values else None
