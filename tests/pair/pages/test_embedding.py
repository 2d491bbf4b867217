"""Pages may be framed by exactly those whom the installation names, and by nobody otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pair.joined import OURS, UNHURRIED, Person, Street, play

from keyturn.integration.errors import OperatorError
from keyturn.integration.partners.page import START
from keyturn.integration.settings import Settings

HOST = "https://app.example.com"


async def cookies(street: Street) -> list[str]:
    await street.person.connect()
    assert street.person.page is not None
    return [
        value
        for step in street.person.page.history
        for value in step.headers.get_list("set-cookie")
        if "keyturn-" in value
    ]


def test_nobody_frames_us_by_default(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        page = (await street.person.go("/")).page
        assert page is not None
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert all("SameSite=lax" in cookie for cookie in await cookies(street))

    play(tmp_path, story)


def test_whom_we_name_may_and_cookies_stay_within_that_site(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        for address in ("/", "/doors", "/nowhere", "/static/keyturn.css"):
            page = (await street.person.go(address)).page
            assert page is not None
            assert page.headers["content-security-policy"].endswith(f"frame-ancestors {HOST}")
        told = await cookies(street)
        assert told
        for cookie in told:
            assert "SameSite=none; Partitioned" in cookie
            assert "Secure" in cookie
            assert "HttpOnly" in cookie

    play(tmp_path, story, embed_origins=(HOST,))


def environment(origins: str) -> dict[str, str]:
    return {
        "KEYTURN_BASE_URL": "https://keyturn.test",
        "KEYTURN_CLIENT_ID": "id",
        "KEYTURN_CLIENT_SECRET": "secret",
        "KEYTURN_VAULT_KEYS": "k1:x",
        "KEYTURN_DATABASE": "sqlite:x.db",
        "KEYTURN_EMBED_ORIGINS": origins,
    }


@pytest.mark.parametrize(
    "wrong", ["*", "http://a.example", "https://a.example/x", "https://*.a.example", "https://a.example;"]
)
def test_only_exact_origins_are_taken(wrong: str) -> None:
    with pytest.raises(OperatorError, match="KEYTURN_EMBED_ORIGINS"):
        Settings.from_environment(environment(wrong))


def test_several_origins_are_taken() -> None:
    assert Settings.from_environment(environment(f"{HOST} https://b.example:8443")).embed_origins == (
        HOST,
        "https://b.example:8443",
    )


def test_connecting_from_a_frame_goes_on_in_a_window_for_the_same_customer(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person, grants = street.person, street.integration.store.grants
        await person.connect()
        customer_id = (await grants.page(START, 1, None))[0][1].customer_id
        person.browser.headers["Sec-Fetch-Dest"] = "iframe"
        for ended in (False, True):
            if ended:
                street.sandbox.arm("access_token_dead")
                street.sandbox.arm("refresh_refused")
                await street.press("lock")
            page = await person.browser.get(OURS + "/connect")
            link = re.search(r'href="(/connect\?link=[^"]*)" target="_blank" rel="noopener"', page.text)
            assert link and page.status_code == 200
            assert ("load this page anew" in page.text) is ended
            window = Person(street.integration, street.sandbox, street.facts["account"])
            await window.go(link[1])
            await window.consent()
            assert str(window.page and window.page.url) == OURS + "/connected"
            await window.browser.aclose()
            usable = [grant for grant in await grants.grants_of(customer_id) if grant.usable]
            assert len(usable) == 1, "the customer of the frame, whose session the window does not have"

    play(tmp_path, story, embed_origins=(HOST,))


def test_whose_visit_in_a_frame_has_ended_loads_the_companys_page_anew(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        person.browser.headers["Sec-Fetch-Dest"] = "iframe"
        await street.clock.advance(3 * 3600)
        assert (await person.go("/doors")).problem == "session-idle"
        assert "load this page anew" in (await person.go("/connect")).text
        assert person.page is not None and "_blank" not in person.page.text, "no second customer comes to be"
        await person.go("/connect?link=a%22b")  # the company's own link, opened in its frame
        assert person.page is not None and 'href="/connect?link=a%22b" target="_blank"' in person.page.text

    play(tmp_path, story, embed_origins=(HOST,), **UNHURRIED)
