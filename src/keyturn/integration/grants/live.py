"""Live tokens in memory, for a moment: most calls come in bursts, and opening the vault for each would be waste.

What this process ends is forgotten at once. What another process ends or renews is noticed within the moment; until
then a call goes out with the old token, which Nuki judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from keyturn.integration.grants.grant import GrantId
from keyturn.secrecy import Secret

MOMENT = timedelta(seconds=2)
KEPT = 20_000
"""Grants. A process that serves more in one moment reads some of them again."""


@dataclass(frozen=True, slots=True)
class _Live:
    token: Secret
    until: datetime


class LiveTokens:
    """Tokens that were not yet seen dead, by grant."""

    def __init__(self) -> None:
        self._live: dict[GrantId, _Live] = {}

    def get(self, grant_id: GrantId, now: datetime) -> Secret | None:
        """The token, if it was read a moment ago."""
        live = self._live.get(grant_id)
        return live.token if live is not None and now < live.until else None

    def keep(self, grant_id: GrantId, token: Secret, now: datetime, usable_until: datetime) -> None:
        """Remember a token for a moment, or for as long as it is any good."""
        if len(self._live) >= KEPT:
            self._live.clear()
        self._live[grant_id] = _Live(token, min(now + MOMENT, usable_until))

    def forget(self, grant_id: GrantId) -> None:
        """The grant has ended, or its token is dead."""
        self._live.pop(grant_id, None)
