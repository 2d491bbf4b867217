"""The mail Nuki sends to people: kept instead of sent."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One mail. ``secret`` is what only its reader is to know: an invite code."""

    at: datetime
    to: str
    about: str
    text: str
    smartlock_id: int | None = None
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Letter(to={self.to!r}, about={self.about!r}, …)"
