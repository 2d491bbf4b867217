"""An OAuth client that nobody here wrote gets through, with either client authentication."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client
from tests.sandbox.stage import BASE, CALLBACK, Stage, hidden


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
@pytest.mark.parametrize("pkce", [True, False])
def test_authlib_connects_calls_and_renews(method: str, pkce: bool) -> None:
    async def story() -> None:
        stage = Stage()
        client = AsyncOAuth2Client(
            stage.app["client_id"],
            stage.app["client_secret"],
            token_endpoint_auth_method=method,
            redirect_uri=CALLBACK,
            scope="smartlock account",
            code_challenge_method="S256" if pkce else None,
            transport=httpx2.ASGITransport(app=stage.sandbox.app),
            base_url=BASE,
        )
        verifier = "v" * 48 if pkce else None
        url, state = client.create_authorization_url(f"{BASE}/oauth/authorize", code_verifier=verifier)
        account = stage.facts["account"]
        login = await stage.http.get(url)
        form = {"email": account["email"], "password": account["password"], "pending": hidden(login)}
        asked = await stage.http.post("/oauth/login", data=form)
        sent = await stage.http.post("/oauth/consent", data={"pending": hidden(asked), "decision": "allow"})
        extra = {"code_verifier": verifier} if pkce else {}
        token = await client.fetch_token(
            f"{BASE}/oauth/token", authorization_response=sent.headers["location"], state=state, **extra
        )
        assert token["expires_in"] == 3600
        assert (await client.get("/account")).json()["email"] == account["email"]
        renewed = await client.refresh_token(f"{BASE}/oauth/token", refresh_token=token["refresh_token"])
        assert renewed["refresh_token"] != token["refresh_token"]
        assert (await client.get("/smartlock")).status_code == 200

    asyncio.run(story())
