from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.client.fakes import SMARTLOCK, answer, ok

from keyturn.client import errors, responses
from keyturn.client.wire import Request, Response
from keyturn.nuki.models.account import Account
from keyturn.nuki.models.smartlock import Smartlock

ASKED = Request("GET", "/smartlock")
TOKEN = Request("POST", "/oauth/token")


def test_a_list_is_read_and_unknown_fields_are_left_alone() -> None:
    (smartlock,) = responses.value(ASKED, ok([SMARTLOCK]), tuple[Smartlock, ...])
    assert (smartlock.smartlock_id, smartlock.name, smartlock.state) == (17618910285, "Front door", None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Refused),
        (401, errors.Unauthorized),
        (402, errors.PaymentRequired),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (405, errors.Refused),
        (409, errors.Conflict),
        (418, errors.Refused),
        (422, errors.Refused),
        (423, errors.Locked),
        (426, errors.UpgradeRequired),
        (429, errors.TooManyRequests),
        (500, errors.ServerTrouble),
        (502, errors.ServerTrouble),
        (301, errors.UnreadableAnswer),
        (204, errors.UnreadableAnswer),
    ],
)
def test_every_status_has_its_error(status: int, kind: type[errors.ClientError]) -> None:
    with pytest.raises(errors.ClientError) as caught:
        responses.value(ASKED, answer(status), Account)
    assert type(caught.value) is kind
    assert caught.value.status == status
    assert "GET /smartlock" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ('{"detailMessage":"The value is not valid.","stackTrace":[]}', "The value is not valid"),
        (
            '{"code":422,"description":"Cannot be processed","reasonPhrase":"x","homeRef":"/"}',
            "Cannot be processed",
        ),
        ('{"error":"odd","error_description":"quite odd"}', "quite odd"),
        ("<html><body>Bad request</body></html>", ""),
        ('"a string"', ""),
        ("", ""),
    ],
)
def test_each_shape_of_error_body_gives_its_detail(body: str, detail: str) -> None:
    with pytest.raises(errors.Refused) as caught:
        responses.nothing(ASKED, answer(400, body))
    assert caught.value.detail == detail


@pytest.mark.parametrize("status", [423, 429, 503])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7", 7.0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2026 07:27:00 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("", None),
    ],
)
def test_how_long_to_wait_in_either_form(status: int, retry_after: str, seconds: float | None) -> None:
    told = answer(status, retry_after=retry_after, date="Wed, 21 Oct 2026 07:28:00 GMT")
    assert responses.failure(ASKED, told).retry_after == seconds


def test_a_date_to_wait_for_says_nothing_without_the_date_of_the_answer() -> None:
    told = answer(429, retry_after="Wed, 21 Oct 2026 07:28:30 GMT")
    assert responses.failure(ASKED, told).retry_after is None


@pytest.mark.parametrize("body", ["<html>Maintenance</html>", "", "[]", '{"smartlockId":"text"}', '{"a":'])
def test_a_good_status_with_nonsense_is_unreadable(body: str) -> None:
    with pytest.raises(errors.UnreadableAnswer) as caught:
        responses.value(ASKED, answer(200, body), Smartlock)
    assert "Maintenance" not in str(caught.value)


@given(st.binary(max_size=60), st.integers(100, 599))
def test_no_answer_whatsoever_ends_in_another_exception(body: bytes, status: int) -> None:
    for read in (
        lambda r: responses.value(ASKED, r, tuple[Smartlock, ...]),
        lambda r: responses.nothing(ASKED, r),
        lambda r: responses.tokens(TOKEN, r),
    ):
        with suppress(errors.ClientError):
            read(Response(status, {}, body))


def test_tokens_are_read_whatever_the_content_type() -> None:
    fields = {"access_token": "aa", "token_type": "bearer", "refresh_token": "rr", "scope": "smartlock account"}
    body = json.dumps({**fields, "expires_in": 3600})
    pair = responses.tokens(TOKEN, answer(200, body, content_type="text/plain"))
    assert pair.access.matches("aa")
    assert pair.refresh is not None
    assert pair.refresh.matches("rr")
    assert (pair.expires_in, pair.scopes) == (3600, ("smartlock", "account"))
    assert "aa" not in repr(pair)


def test_a_renewal_may_bring_no_refresh_token() -> None:
    pair = responses.tokens(TOKEN, ok({"access_token": "aa", "token_type": "bearer", "expires_in": 60}))
    assert (pair.refresh, pair.scopes) == (None, ())


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (400, "invalid_grant", errors.GrantRefused),
        (401, "invalid_client", errors.ApplicationRefused),
        (400, "unauthorized_client", errors.ApplicationRefused),
        (400, "invalid_request", errors.OAuthTrouble),
        (400, "never_heard_of", errors.OAuthTrouble),
    ],
)
def test_refusals_of_the_token_endpoint_are_told_apart(
    status: int, error: str, kind: type[errors.ClientError]
) -> None:
    with pytest.raises(errors.ClientError) as caught:
        responses.tokens(TOKEN, ok({"error": error, "error_description": "quotes the-secret"}, status))
    assert type(caught.value) is kind
    assert error in str(caught.value)
    assert "the-secret" not in str(caught.value) + caught.value.detail


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_foreign_page_at_the_token_endpoint_is_no_refusal_of_the_grant(status: int) -> None:
    with pytest.raises(errors.OAuthTrouble):
        responses.tokens(TOKEN, answer(status, "<html>Blocked by a proxy: invalid_grant</html>"))


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_token_endpoint_is_trouble_even_if_it_says_invalid_grant(status: int) -> None:
    with pytest.raises(errors.ServerTrouble):
        responses.tokens(TOKEN, ok({"error": "invalid_grant"}, status))


def test_an_empty_token_is_unreadable() -> None:
    with pytest.raises(errors.UnreadableAnswer):
        responses.tokens(TOKEN, ok({"access_token": "", "token_type": "bearer"}))
