"""Every error of the client has one code, and every code a title, what it is, and what to do, in every language."""

from __future__ import annotations

import pytest

from keyturn.client import errors
from keyturn.client.errors import ClientError
from keyturn.integration.api.problems import said
from keyturn.integration.errors import GrantLost, IntegrationError, NukiUnavailable, RequestRefused, status_of
from keyturn.integration.refusals import MEANINGS, refusal_of
from keyturn.integration.web.texts import Texts

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClientError)]
TABLE = [
    (errors.Unauthorized, RequestRefused, "scope-missing", 409),
    (errors.Forbidden, RequestRefused, "scope-missing", 409),
    (errors.NotFound, RequestRefused, "unknown-door", 404),
    (errors.PaymentRequired, RequestRefused, "account-not-paid", 409),
    (errors.UpgradeRequired, RequestRefused, "upgrade-required", 409),
    (errors.Conflict, RequestRefused, "conflict", 409),
    (errors.Locked, RequestRefused, "door-busy", 409),
    (errors.Refused, RequestRefused, "request-refused", 409),
    (errors.GrantRefused, GrantLost, "grant-lost", 401),
    (errors.TooManyRequests, NukiUnavailable, "nuki-busy", 503),
    *(
        (kind, NukiUnavailable, "nuki-unavailable", 503)
        for kind in (
            errors.NoConnection,
            errors.CircuitOpen,
            errors.NoAnswer,
            errors.ServerTrouble,
            errors.UnreadableAnswer,
            errors.ApplicationRefused,
            errors.OAuthTrouble,
        )
    ),
]


@pytest.mark.parametrize(("kind", "ours", "code", "status"), TABLE)
def test_each_error_has_one_code(kind: type[ClientError], ours: type[Exception], code: str, status: int) -> None:
    refusal = refusal_of(kind("The call and the answer."))
    assert type(refusal) is ours
    assert (refusal.code, status_of(refusal), str(refusal)) == (code, status, "The call and the answer.")


def test_no_error_is_forgotten() -> None:
    assert set(KINDS) - {ClientError} == set(MEANINGS) == {kind for kind, *_ in TABLE}


def test_each_code_has_a_remedy_for_people_and_programs() -> None:
    texts = Texts()
    further: list[tuple[type[IntegrationError], str]] = [
        (RequestRefused, code) for code in ("no-keypad", "code-exists", "invite-exists")
    ]
    for kind, code in (*MEANINGS.values(), *further):
        _, remedy = said(kind(code=code))
        assert not remedy.startswith("Read `detail`"), f"{code} has no remedy of its own"
        for part in ("title", "what", "next"):
            assert all(texts.say(language, f"problem.{code}.{part}") for language in texts.languages)


def test_what_was_asked_says_what_stands_in_the_way() -> None:
    assert refusal_of(errors.Conflict(), conflict="code-exists").code == "code-exists"
    assert refusal_of(errors.Locked(), conflict="code-exists").code == "door-busy"
    without = errors.Refused(detail="The supplied value '13' for parameter 'type' is not valid")
    assert refusal_of(without).code == "no-keypad"


def test_a_scope_that_is_missing_is_named() -> None:
    error = errors.Forbidden("403")
    error.any_of = ("smartlock.config",)
    refusal = refusal_of(error)
    assert refusal.needs == "smartlock.config"
    assert "smartlock.config" in str(refusal)


def test_what_is_ours_stays_as_it_is() -> None:
    known = GrantLost("Already known.")
    assert refusal_of(known) is known
