"""The way of an application, as a table: Nuki's four states, and two of ours for what a reviewer can say besides.

INACTIVE → APPLIED → TESTING → ACTIVE are documented (S-25, D-int). That an application can be refused, and a form
sent back, is certain; how Nuki shows it is not known: ``REFUSED`` and ``CHANGES_REQUESTED`` are our choice, and
the API goes on showing INACTIVE and TESTING for them.
"""

from __future__ import annotations

from enum import StrEnum

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.api_key import KeyStatus

RULES = (
    Rule(
        "An application goes INACTIVE, APPLIED, TESTING, ACTIVE; the secret shows from TESTING on.",
        Confidence.DOCUMENTED,
        "S-25, D-int",
    ),
    Rule(
        "A refused application shows INACTIVE, one whose form was sent back shows TESTING.",
        Confidence.GUESSED,
        "our choice",
    ),
)


class Standing(StrEnum):
    """Where an application stands with Nuki."""

    INACTIVE = "INACTIVE"
    APPLIED = "APPLIED"
    REFUSED = "REFUSED"
    TESTING = "TESTING"
    IN_REVIEW = "IN_REVIEW"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    ACTIVE = "ACTIVE"


class Move(StrEnum):
    """What can be done about it: the company applies, submits and withdraws, the reviewer does the rest."""

    APPLY = "apply"
    APPROVE = "approve"
    REFUSE = "refuse"
    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    RELEASE = "release"
    SUSPEND = "suspend"
    WITHDRAW = "withdraw"


_S, _M = Standing, Move
TABLE: dict[tuple[Standing, Move], Standing] = {
    (_S.INACTIVE, _M.APPLY): _S.APPLIED,
    (_S.REFUSED, _M.APPLY): _S.APPLIED,
    (_S.APPLIED, _M.APPROVE): _S.TESTING,
    (_S.APPLIED, _M.REFUSE): _S.REFUSED,
    (_S.TESTING, _M.SUBMIT): _S.IN_REVIEW,
    (_S.CHANGES_REQUESTED, _M.SUBMIT): _S.IN_REVIEW,
    (_S.IN_REVIEW, _M.REQUEST_CHANGES): _S.CHANGES_REQUESTED,
    (_S.IN_REVIEW, _M.RELEASE): _S.ACTIVE,
    (_S.ACTIVE, _M.SUSPEND): _S.TESTING,
    **{(standing, _M.WITHDRAW): _S.INACTIVE for standing in _S if standing is not _S.INACTIVE},
}
SHOWN: dict[Standing, KeyStatus] = {
    _S.INACTIVE: KeyStatus.INACTIVE,
    _S.APPLIED: KeyStatus.APPLIED,
    _S.REFUSED: KeyStatus.INACTIVE,
    _S.TESTING: KeyStatus.TESTING,
    _S.IN_REVIEW: KeyStatus.TESTING,
    _S.CHANGES_REQUESTED: KeyStatus.TESTING,
    _S.ACTIVE: KeyStatus.ACTIVE,
}
"""What the API shows of a standing."""


def after(standing: Standing, move: Move) -> Standing | None:
    """The next standing, or None where the move is not allowed."""
    return TABLE.get((standing, move))


def moves(standing: Standing) -> tuple[Move, ...]:
    """What can be done now."""
    return tuple(move for start, move in TABLE if start is standing)


def standing_of(status: KeyStatus) -> Standing:
    """Where an application stands of which nothing more than its status is known."""
    return Standing(status)
