"""Evidence of the guided way, which notices when a condition leans on what only a person has seen."""

from __future__ import annotations

from typing import Any

from keyturn.checker.evidence import Evidence, Moment

PAGES = ("exchanges", "by_subject", "shown_at", "moments", "sightings")
"""What tells of pages; a machine saw none of them. The journal, webhooks, files and logs it saw itself."""
WORDS = ("outcome", "outcome says", "doors", "events")
"""Moments whose value a person gave."""


class Testimony:
    """In the place of the evidence it is about."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.leaned_on = False

    def __getattr__(self, name: str) -> Any:
        if name in PAGES:
            self.leaned_on = True
        return getattr(self._evidence, name)

    def noted(self, name: str) -> tuple[Moment, ...]:
        """As of evidence."""
        if name in WORDS:
            self.leaned_on = True
        return self._evidence.noted(name)
