"""Nobody presses but the browser that opened the printed address."""

from __future__ import annotations

import pytest
from tests.journey.page.browser import HERE, Browser, play
from tests.journey.walker import Walker

from keyturn.cli.journey.page.guard import ENTRY, FORM_BYTES


def test_the_address_opens_once_and_leaves_no_secret_in_the_bar(walker: Walker) -> None:
    async def story(browser: Browser) -> None:
        assert (await browser.client.get("/")).status_code == 403
        await browser.enter()
        assert str(browser.page.url) == f"{HERE}/" and browser.page.status_code == 200
        cookie = next(cookie for cookie in browser.client.cookies.jar)
        assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "strict"
        await browser.enter()
        assert browser.page.status_code == 200, "who is in stays in"
        other = browser.another()
        again = await other.get(f"{ENTRY}?token={browser.guard.entry.reveal()}")
        assert again.status_code == 403 and "opened before" in again.text and not other.cookies
        assert (await other.get("/")).status_code == 403
        assert (await other.get("/papers/letter.txt")).status_code == 403
        await other.aclose()

    play(walker, story)


@pytest.mark.parametrize("token", ["", "nonsense", "ü"])
def test_a_wrong_token_does_not_use_up_the_right_one(walker: Walker, token: str) -> None:
    async def story(browser: Browser) -> None:
        refused = await browser.client.get(ENTRY, params={"token": token})
        assert refused.status_code == 403
        await browser.enter()
        assert browser.page.status_code == 200

    play(walker, story)


def test_every_answer_is_hardened(walker: Walker) -> None:
    async def story(browser: Browser) -> None:
        await browser.enter()
        for address in ("/", "/application", "/check"):
            headers = (await browser.client.get(address)).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
            assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "same-origin"

    play(walker, story)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "journey.example"},
        {"host": "127.0.0.1:1"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_does_nothing(walker: Walker, headers: dict[str, str]) -> None:
    async def story(browser: Browser) -> None:
        await browser.enter()
        form = {"form_token": browser.guard.form_token}
        for address in ("/do/release", "/check"):
            refused = await browser.client.post(address, data=form, headers=headers)
            assert refused.status_code == 403
        assert not browser.checking.running

    play(walker, story)


@pytest.mark.parametrize("form", [{}, {"form_token": "x"}, {"form_token": "ü"}, {"big": "x" * (FORM_BYTES + 1)}])
def test_a_form_that_is_not_of_this_page_does_nothing(walker: Walker, form: dict[str, str]) -> None:
    before = walker.manifest.read_text()

    async def story(browser: Browser) -> None:
        await browser.enter()
        for deed in ("begin", "answer", "explain", "send", "secret", "papers", "release"):
            assert (await browser.client.post(f"/do/{deed}", data=form)).status_code == 403
        assert walker.manifest.read_text() == before
        assert not (walker.folder / "form").exists()

    play(walker, story)


def test_what_is_not_there_leads_back(walker: Walker) -> None:
    async def story(browser: Browser) -> None:
        await browser.enter()
        for address in ("/papers/letter.txt", "/papers/..%2Fkeyturn.toml", "/papers/keyturn.toml"):
            page = await browser.client.get(address)
            assert page.status_code == 404 or str(page.url) == f"{HERE}/"
        form = {"form_token": browser.guard.form_token}
        assert str((await browser.client.post("/do/nonsense", data=form)).url) == f"{HERE}/"

    play(walker, story)
