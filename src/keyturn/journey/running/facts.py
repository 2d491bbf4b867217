"""What customers of a running integration use: scopes granted, devices, actions done, webhooks taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from keyturn.journey.errors import NotNow
from keyturn.journey.seen import Seen

LIVE = ("active", "stale")
"""States of a grant that works."""
WARNED_AT = 0.05
"""Share of failed deliveries at which Nuki warns (documented: P-WH)."""


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """Of the last 24 hours. ``failed`` is the share not taken, 0 to 1."""

    deliveries: int
    failed: float
    registered: dict[str, int] = {}
    """How many grants' addresses are registered for a feature; empty where webhooks are central."""
    grants: int = 0
    """Live ones, each of which should have an address then."""

    @property
    def unregistered(self) -> int:
        """Live grants whose events go nowhere."""
        return max(0, self.grants - min(self.registered.values())) if self.registered else 0

    @property
    def warned(self) -> bool:
        """Whether Nuki would warn by mail, and later switch the address off."""
        return self.failed >= WARNED_AT


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """``at`` in UTC. Each number says how many: live grants with a scope, devices listed, actions confirmed."""

    url: str
    at: datetime
    grants: dict[str, int]
    """By state."""
    scopes: dict[str, int] = {}
    devices: dict[str, int] = {}
    acted: dict[str, int] = {}
    """Devices that were moved, or given a code: what a reviewer would call supported."""
    actions: dict[str, int] = {}
    hooks: Hooks | None = None
    """None where the figures could not be read."""
    partly: bool = False
    """There was more than is looked at."""

    @property
    def live(self) -> int:
        """Grants that work."""
        return sum(self.grants.get(state, 0) for state in LIVE)

    @property
    def seen(self) -> Seen:
        """By the names of the manifest."""
        return Seen(
            frozenset(self.scopes),
            frozenset(self.acted),
            frozenset(self.actions),
            frozenset({"keypad"} if "codes" in self.actions else ()),
        )


def read(file: Path) -> Facts | None:
    """As they were kept; None, if nobody asked yet. Raises :class:`NotNow` for a file that is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Facts)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as trouble:
        raise NotNow(
            f"{file} holds no facts of a running integration: {trouble}.",
            "Remove it, or read them anew: keyturn form --running URL",
        ) from None


def written(facts: Facts) -> bytes:
    """For people, too: indented JSON."""
    return msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n"
