"""When a call may be repeated: a table, because at its other end is a door.

Serves: expired-token-retry, confirmed-actions.
"""

from __future__ import annotations

from enum import StrEnum

from keyturn.client import errors


class Kind(StrEnum):
    """What a call does at the other end."""

    READ = "read"
    WRITE_SAFE = "write_safe"
    """Done twice, it leaves the same behind, or something that can be put in order."""
    PHYSICAL_ACTION = "physical_action"
    """Done twice, a door moves twice."""


class Outcome(StrEnum):
    """How a call ended, as far as repeating goes."""

    TOKEN_DEAD = "token_dead"  # noqa: S105
    NO_CONNECTION = "no_connection"
    NO_ANSWER = "no_answer"
    TROUBLE = "trouble"
    """5xx or nonsense: heard by something, carried out by nobody knows whom."""
    BUSY = "busy"
    """423 or 429: not carried out, in a moment it may be."""
    PAUSED = "paused"
    """Not even sent, because nothing gets through."""
    REFUSED = "refused"


class Verdict(StrEnum):
    """What to do about it."""

    REPEAT_AFTER_RENEWAL = "repeat_after_renewal"
    REPEAT_AT_ONCE = "repeat_at_once"
    REPEAT_SOON = "repeat_soon"
    """Wait for what :func:`wait_before` says, then once more, as long as it says so."""
    REPEAT_LATER = "repeat_later"
    """Safe to repeat, but when is for the caller to say: the client raises."""
    GIVE_UP = "give_up"
    UNKNOWN = "unknown"
    """Never repeat. A webhook, a read or the person decides what happened."""


TABLE: dict[Outcome, dict[Kind, Verdict]] = {
    Outcome.TOKEN_DEAD: {
        Kind.READ: Verdict.REPEAT_AFTER_RENEWAL,
        Kind.WRITE_SAFE: Verdict.REPEAT_AFTER_RENEWAL,
        Kind.PHYSICAL_ACTION: Verdict.REPEAT_AFTER_RENEWAL,
    },
    Outcome.NO_CONNECTION: {
        Kind.READ: Verdict.REPEAT_AT_ONCE,
        Kind.WRITE_SAFE: Verdict.REPEAT_LATER,
        Kind.PHYSICAL_ACTION: Verdict.REPEAT_LATER,
    },
    Outcome.NO_ANSWER: {
        Kind.READ: Verdict.REPEAT_LATER,
        Kind.WRITE_SAFE: Verdict.REPEAT_LATER,
        Kind.PHYSICAL_ACTION: Verdict.UNKNOWN,
    },
    Outcome.TROUBLE: {
        Kind.READ: Verdict.REPEAT_LATER,
        Kind.WRITE_SAFE: Verdict.REPEAT_LATER,
        Kind.PHYSICAL_ACTION: Verdict.UNKNOWN,
    },
    Outcome.BUSY: {
        Kind.READ: Verdict.REPEAT_SOON,
        Kind.WRITE_SAFE: Verdict.REPEAT_SOON,
        Kind.PHYSICAL_ACTION: Verdict.REPEAT_SOON,
    },
    Outcome.PAUSED: {
        Kind.READ: Verdict.REPEAT_LATER,
        Kind.WRITE_SAFE: Verdict.REPEAT_LATER,
        Kind.PHYSICAL_ACTION: Verdict.REPEAT_LATER,
    },
    Outcome.REFUSED: {
        Kind.READ: Verdict.GIVE_UP,
        Kind.WRITE_SAFE: Verdict.GIVE_UP,
        Kind.PHYSICAL_ACTION: Verdict.GIVE_UP,
    },
}

WAITS = (1.0, 2.0)
"""Seconds before the first and the second repetition of a call that found Nuki or the device busy."""
WAIT_AT_MOST = 5.0
"""A person looks at a page meanwhile: if Nuki asks for more, that is said instead of waited for."""


def wait_before(repetition: int, error: errors.ClientError) -> float | None:
    """Seconds to wait before the ``repetition``-th repetition, counted from 1; None to give up.

    A call turned away by ourselves (no status) has waited for its turn already.
    """
    if error.status is None or repetition > len(WAITS):
        return None
    wait = WAITS[repetition - 1] if error.retry_after is None else error.retry_after
    return wait if wait <= WAIT_AT_MOST else None


def outcome_of(error: errors.ClientError) -> Outcome:
    """Where an error stands in the table."""
    match error:
        case errors.Unauthorized():
            return Outcome.TOKEN_DEAD
        case errors.CircuitOpen():
            return Outcome.PAUSED
        case errors.NoConnection():
            return Outcome.NO_CONNECTION
        case errors.NoAnswer():
            return Outcome.NO_ANSWER
        case errors.ServerTrouble() | errors.UnreadableAnswer():
            return Outcome.TROUBLE
        case errors.TooManyRequests() | errors.Locked():
            return Outcome.BUSY
    return Outcome.REFUSED


def decide(kind: Kind, error: errors.ClientError) -> Verdict:
    """What to do after ``error`` ended a call of this ``kind`` for the first time."""
    return TABLE[outcome_of(error)][kind]
