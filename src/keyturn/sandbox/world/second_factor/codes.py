"""The one-time codes of an account, and whether one is accepted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

import msgspec

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import Instant
from keyturn.sandbox.world.second_factor import totp

RULES = (
    Rule(
        "A code works once, and one step of 30 seconds early or late.",
        Confidence.GUESSED,
        "RFC 6238 section 5.2; that codes are RFC 6238's is reported: live tests of a client",
    ),
    Rule(
        "After five wrong codes within ten minutes every other is refused, a right one too.",
        Confidence.GUESSED,
        "S-25 documents the 429; the numbers are our choice",
    ),
)

WRONG_MOST = 5
WRONG_WITHIN = timedelta(minutes=10)


class Verdict(Enum):
    """What came of a code."""

    RIGHT = auto()
    WRONG = auto()
    TOO_MANY = auto()


class OneTimeCodes(msgspec.Struct, kw_only=True):
    """Changed in place. The secret is kept in clear because codes are made from it."""

    secret: str
    enabled: bool = False
    wrong: list[Instant] = msgspec.field(default_factory=list)
    last_step: int = -1
    """The time step of the last code that was right."""

    def judge(self, given: str, now: datetime) -> Verdict:
        """Whether the code is right; a wrong one is counted."""
        self.wrong = [when for when in self.wrong if now - when < WRONG_WITHIN]
        if len(self.wrong) >= WRONG_MOST:
            return Verdict.TOO_MANY
        step = totp.matching_step(self.secret, given, now)
        if step is None or step <= self.last_step:
            self.wrong.append(now)
            return Verdict.WRONG
        self.last_step, self.wrong = step, []
        return Verdict.RIGHT

    def __repr__(self) -> str:
        return f"OneTimeCodes(enabled={self.enabled}, …)"
