from __future__ import annotations

import pytest

from keyturn.client import errors
from keyturn.client.retry import TABLE, Kind, Outcome, Verdict, decide, outcome_of


def test_the_table_answers_every_question() -> None:
    assert {(outcome, kind) for outcome, row in TABLE.items() for kind in row} == {
        (outcome, kind) for outcome in Outcome for kind in Kind
    }


@pytest.mark.parametrize(
    "error",
    [errors.NoAnswer("x"), errors.ServerTrouble("x", status=502), errors.UnreadableAnswer("x", status=200)],
)
def test_an_action_whose_outcome_is_unknown_is_never_repeated(error: errors.ClientError) -> None:
    assert decide(Kind.PHYSICAL_ACTION, error) is Verdict.UNKNOWN
    assert decide(Kind.READ, error) is Verdict.REPEAT_LATER


@pytest.mark.parametrize("kind", list(Kind))
def test_a_dead_token_lets_any_call_be_repeated(kind: Kind) -> None:
    assert decide(kind, errors.Unauthorized("x", status=401)) is Verdict.REPEAT_AFTER_RENEWAL


def test_only_a_read_is_repeated_at_once() -> None:
    at_once = {
        (o, k) for o, row in TABLE.items() for k, verdict in row.items() if verdict is Verdict.REPEAT_AT_ONCE
    }
    assert at_once == {(Outcome.NO_CONNECTION, Kind.READ)}


def test_every_error_has_its_place() -> None:
    places = {kind.__name__: outcome_of(kind()) for kind in errors.ClientError.__subclasses__()}
    refused = {
        "PaymentRequired",
        "Forbidden",
        "NotFound",
        "Refused",
        "Conflict",
        "UpgradeRequired",
        "GrantRefused",
        "ApplicationRefused",
        "OAuthTrouble",
    }
    assert {name for name, outcome in places.items() if outcome is Outcome.REFUSED} == refused
