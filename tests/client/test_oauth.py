from __future__ import annotations

import asyncio

import pytest
from tests.client.fakes import FakeTransport, answer, ok

from keyturn.client import OAuthClient, errors
from keyturn.secrecy import Secret

PAIR = {"access_token": "aa", "token_type": "bearer", "expires_in": 3600, "refresh_token": "rr"}


def oauth(*answers: object) -> tuple[OAuthClient, FakeTransport]:
    transport = FakeTransport(answers)  # type: ignore[arg-type]
    return OAuthClient("app", Secret("hush"), base_url="https://nuki.test/", transport=transport), transport


def test_the_browser_is_sent_to_the_consent_page() -> None:
    url = oauth()[0].authorization_url(redirect_uri="https://e.com/back", scopes=["a", "b"], state="s" * 20)
    assert url == (
        "https://nuki.test/oauth/authorize?response_type=code&client_id=app"
        f"&redirect_uri=https%3A%2F%2Fe.com%2Fback&scope=a%20b&state={'s' * 20}"
    )
    assert "hush" not in url


def test_a_code_becomes_a_pair() -> None:
    client, transport = oauth(ok(PAIR))
    pair = asyncio.run(client.exchange(Secret("code"), "https://e.com/back"))
    assert pair.access.matches("aa")
    assert transport.sent[0].bearer is None


@pytest.mark.parametrize("end", [errors.NoAnswer("x"), errors.NoConnection("x"), answer(503), answer(400, "{}")])
def test_the_token_endpoint_is_asked_once_only(end: object) -> None:
    client, transport = oauth(end)
    with pytest.raises(errors.ClientError):
        asyncio.run(client.refresh(Secret("rr")))
    assert len(transport.sent) == 1


def test_a_refused_refresh_token_shows_as_such() -> None:
    client, _ = oauth(ok({"error": "invalid_grant"}, 400))
    with pytest.raises(errors.GrantRefused):
        asyncio.run(client.refresh(Secret("rr")))
