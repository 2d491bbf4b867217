from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from keyturn.client import requests
from keyturn.nuki import endpoints
from keyturn.nuki.webhooks import Feature
from keyturn.secrecy import Secret


def test_an_action_carries_its_codes_and_the_devices_id() -> None:
    request = requests.act(endpoints.ACT_ADVANCED, 17618910285, 3, 2)
    assert (request.method, request.path) == ("POST", "/smartlock/17618910285/action/advanced")
    assert request.json == b'{"action":3,"option":2}'


def test_a_simple_action_has_no_body() -> None:
    request = requests.simple_action(endpoints.UNLOCK, 5)
    assert (request.path, request.json, request.form) == ("/smartlock/5/action/unlock", None, None)


def test_a_webhook_is_registered_with_its_features() -> None:
    request = requests.register_webhook("https://example.com/hook", [Feature.DEVICE_STATUS])
    assert (request.method, request.path) == ("PUT", "/api/decentralWebhook")
    assert request.json == b'{"webhookUrl":"https://example.com/hook","webhookFeatures":["DEVICE_STATUS"]}'


def test_a_webhook_address_without_tls_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ValueError, match="https://"):
        requests.register_webhook("http://example.com/hook", [])


@pytest.mark.parametrize("limit", [0, 51, -1])
def test_a_log_page_has_a_size_nuki_knows(limit: int) -> None:
    with pytest.raises(ValueError, match=str(limit)):
        requests.list_logs(5, limit)


def test_log_pages_ask_for_their_size() -> None:
    assert requests.list_logs(5, 50).query == (("limit", "50"),)


def test_the_exchange_sends_everything_in_the_form() -> None:
    request = requests.exchange("app", Secret("hush"), Secret("a%code"), "https://example.com/back")
    assert request.path == "/oauth/token"
    assert request.query == ()
    assert request.form is not None
    fields = {name: text.reveal() if isinstance(text, Secret) else text for name, text in request.form}
    assert fields == {
        "grant_type": "authorization_code",
        "client_id": "app",
        "client_secret": "hush",
        "code": "a%code",
        "redirect_uri": "https://example.com/back",
    }


def test_a_request_prints_no_secret() -> None:
    request = requests.refresh("app", Secret("hush"), Secret("again"))
    assert "hush" not in repr(request)
    assert "again" not in repr(request)


def test_the_consent_page_is_asked_as_documented() -> None:
    query = requests.authorization_query("app", "https://example.com/back?x=1", ("a", "b.c"), "st&te")
    assert "+" not in query
    assert parse_qs(query) == {
        "response_type": ["code"],
        "client_id": ["app"],
        "redirect_uri": ["https://example.com/back?x=1"],
        "scope": ["a b.c"],
        "state": ["st&te"],
    }


def test_every_request_is_an_operation_of_the_dictionary() -> None:
    made = {
        (r.method, r.path)
        for r in (
            requests.get_account(),
            requests.list_smartlocks(),
            requests.get_smartlock(1),
            requests.act(endpoints.ACT, 1, 1, 0),
            requests.act(endpoints.ACT_ADVANCED, 1, 1, 0),
            requests.simple_action(endpoints.LOCK, 1),
            requests.simple_action(endpoints.UNLOCK, 1),
            requests.simple_action(endpoints.LOCK_ADVANCED, 1),
            requests.simple_action(endpoints.UNLOCK_ADVANCED, 1),
            requests.list_logs(1, 1),
            requests.list_webhooks(),
            requests.register_webhook("https://example.com", ()),
            requests.remove_webhook(1),
        )
    }
    known = {(e.method, e.path.replace("{smartlockId}", "1").replace("{id}", "1")) for e in endpoints.ENDPOINTS}
    assert len(made) == 13
    assert made <= known
