"""The mail Nuki sends to people: kept instead of sent."""

from __future__ import annotations

import msgspec

from keyturn.nuki.dates import Instant


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail. ``secret`` is what only its reader is to know: an invite code."""

    at: Instant
    to: str
    about: str
    text: str
    smartlock_id: int | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Letter(to={self.to!r}, about={self.about!r}, …)"
