"""One-time passwords by time (RFC 6238, with HMAC-SHA1, 30 seconds, six digits: what authenticator apps assume)."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

SECONDS = 30
DIGITS = 6
LEEWAY = 1
"""Steps a clock may be off, either way (RFC 6238 section 5.2)."""


def step_at(now: datetime) -> int:
    """The number of the time step."""
    return int(now.timestamp()) // SECONDS


def code(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of a time step; ``secret`` in base 32, without padding."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: str, given: str, now: datetime) -> int | None:
    """The step near ``now`` whose code was given."""
    around = step_at(now)
    for step in range(around - LEEWAY, around + LEEWAY + 1):
        if hmac.compare_digest(code(secret, step).encode(), given.encode("utf-8", "surrogatepass")):
            return step
    return None
