"""The authorization request, the pages, and the way back to the application."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.sandbox.stage import BASE, CALLBACK, Stage, hidden

from keyturn.sandbox.oauth.authorize import back


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "",
        "https://app.example/callback/",
        "https://app.example/other",
        "http://app.example/callback",
        CALLBACK + "?a=1",
    ],
)
def test_an_unregistered_redirect_is_a_page_and_never_a_redirect(redirect_uri: str) -> None:
    async def story() -> None:
        answer = await Stage().authorize(redirect_uri=redirect_uri)
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "redirect_uri" in answer.text

    asyncio.run(story())


def test_an_unknown_application_is_a_page() -> None:
    async def story() -> None:
        answer = await Stage().authorize(client_id="somebody")
        assert answer.status_code == 400
        assert "client_id" in answer.text

    asyncio.run(story())


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "smartlock everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"code_challenge": "x", "code_challenge_method": "S512"}, "invalid_request"),
    ],
)
def test_what_the_application_got_wrong_goes_back_to_it(more: dict[str, str], error: str) -> None:
    async def story() -> None:
        answer = await Stage().authorize(**more)
        assert answer.status_code == 302
        assert dict(parse_qsl(urlsplit(answer.headers["location"]).query)) == {
            "error": error,
            "state": "a-state-of-one-browser",
        }

    asyncio.run(story())


def test_the_way_back_keeps_a_query_and_encodes_the_code() -> None:
    assert back("https://a.example/cb?x=1", "s t", code="a%b") == "https://a.example/cb?x=1&code=a%25b&state=s+t"


def test_the_consent_page_says_in_plain_words_what_is_asked() -> None:
    async def story() -> None:
        stage = Stage()
        login = await stage.authorize("smartlock.action webhook.decentral")
        account = stage.facts["account"]
        form = {"email": account["email"], "password": account["password"], "pending": hidden(login)}
        page = (await stage.http.post("/oauth/login", data=form)).text
        assert "Operate your devices: lock, unlock, open" in page
        assert "Harbour Stays" in page
        assert ">Allow</button>" in page
        assert ">Deny</button>" in page
        assert "not the real Nuki" in page

    asyncio.run(story())


def test_a_wrong_password_is_told_kindly_and_can_be_mended() -> None:
    async def story() -> None:
        stage = Stage()
        form = {
            "email": stage.facts["account"]["email"],
            "password": "wrong",
            "pending": hidden(await stage.authorize()),
        }
        page = await stage.http.post("/oauth/login", data=form)
        assert page.status_code == 401
        assert "Please try again" in page.text
        form |= {"password": stage.facts["account"]["password"], "pending": hidden(page)}
        assert "Allow Harbour Stays" in (await stage.http.post("/oauth/login", data=form)).text

    asyncio.run(story())


def test_denying_goes_back_with_access_denied() -> None:
    async def story() -> None:
        back_with = await Stage().consent(decision="deny")
        assert back_with == {"error": "access_denied", "state": "a-state-of-one-browser"}

    asyncio.run(story())


def test_a_page_works_once_for_its_own_browser_and_for_ten_minutes() -> None:
    async def story() -> None:
        stage = Stage()
        account = stage.facts["account"]
        login = await stage.authorize()
        form = {"email": account["email"], "password": account["password"], "pending": hidden(login)}
        assert (await stage.browser().post("/oauth/login", data=form)).status_code == 400, "another browser"
        assert (await stage.http.post("/oauth/login", data=form)).status_code == 400, "used up by the attempt"

        form["pending"] = hidden(await stage.authorize())
        asked = await stage.http.post("/oauth/login", data=form)
        assert asked.status_code == 200
        await stage.clock.advance(601)
        late = await stage.http.post("/oauth/consent", data={"pending": hidden(asked), "decision": "allow"})
        assert late.status_code == 400

    asyncio.run(story())


def test_nobody_consents_without_signing_in() -> None:
    async def story() -> None:
        stage = Stage()
        form = {"pending": hidden(await stage.authorize()), "decision": "allow"}
        answer = await stage.http.post("/oauth/consent", data=form)
        assert answer.status_code == 400
        assert "Nobody has signed in" in answer.text

    asyncio.run(story())


def test_the_pages_run_nothing_and_may_post_on_to_the_callback_only() -> None:
    async def story() -> None:
        page = await Stage().authorize()
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "form-action 'self' https://app.example" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["cache-control"] == "no-store"
        assert "Secure" in page.headers["set-cookie"]
        assert "HttpOnly" in page.headers["set-cookie"]

    asyncio.run(story())


def test_the_cookie_also_works_without_tls() -> None:
    async def story() -> None:
        stage = Stage()
        page = await stage.http.get(
            BASE.replace("https", "http") + "/oauth/authorize",
            params={
                "response_type": "code",
                "client_id": stage.app["client_id"],
                "redirect_uri": CALLBACK,
                "scope": "smartlock",
            },
        )
        assert "Secure" not in page.headers["set-cookie"]

    asyncio.run(story())


def test_what_was_typed_is_escaped() -> None:
    async def story() -> None:
        stage = Stage()
        form = {"email": "<b>x</b>", "password": "p", "pending": hidden(await stage.authorize())}
        assert "<b>x</b>" not in (await stage.http.post("/oauth/login", data=form)).text

    asyncio.run(story())


def test_the_stylesheet_is_served() -> None:
    async def story() -> None:
        answer = await Stage().http.get("/oauth/sandbox.css")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/css")

    asyncio.run(story())
