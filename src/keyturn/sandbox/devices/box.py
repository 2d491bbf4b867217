"""The Box (type 1): it opens, waits to be opened by hand, and is shut again."""

from __future__ import annotations

from keyturn.nuki.codes import LockState, LogState, Trigger
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.devices.course import Course, Later, Refused, Step

RULES = (
    Rule("A Box understands unlock only; lock without a body is answered 405.", Confidence.GUESSED, "S-25, P-API"),
    Rule("A Box shows trigger 4 for the web, and its log has device type 0.", Confidence.DOCUMENTED, "S-25"),
    Rule("A Box unlocks in one second and is shut by itself after 10.", Confidence.GUESSED, "not stated"),
)

UNLOCK_SECONDS = 1.0
SHUT_SECONDS = 10.0
BUSY = Refused("45", LogState.BUSY)
MOVING = frozenset({LockState.UNLOCKING})


def course(state: int) -> Course | Refused:
    """Unlock: total over the states of the API, unknown ones included."""
    if state in MOVING:
        return BUSY
    shut = Later(SHUT_SECONDS, Trigger.AUTOMATIC, (Step(LockState.LOCKED),))
    opening = () if state == LockState.UNLOCKED else (Step(LockState.UNLOCKING, UNLOCK_SECONDS),)
    return Course((*opening, Step(LockState.UNLOCKED)), shut)
