"""Nuki's way of writing instants: ISO 8601, UTC, milliseconds, ``Z`` (documented: D-whd)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""In a document that is read: a date that has to say its time zone."""


def to_wire(instant: datetime) -> str:
    """``2026-03-02T10:11:12.345Z``; the instant must carry a time zone."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_wire(text: str) -> datetime:
    """An aware instant in UTC. Raises ``ValueError`` when ``text`` is no date with a time zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"The date {text!r} has no time zone.")
    return instant.astimezone(UTC)
