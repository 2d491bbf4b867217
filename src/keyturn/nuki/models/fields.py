"""Forms of single fields, as Nuki's description gives them (documented: S-25)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""As in :mod:`keyturn.nuki.dates`."""
Email = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
"""One @ with something on both sides: what Nuki takes for malformed is not stated (guessed)."""
Password = Annotated[str, Meta(min_length=7)]
"""At least seven characters."""
MinuteOfDay = Annotated[int, Meta(ge=0, le=1439)]
"""Minutes from midnight; that more than a day is refused is guessed."""
