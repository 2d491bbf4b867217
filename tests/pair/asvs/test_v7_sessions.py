"""OWASP ASVS 5.0, chapter V7: session management of the customers' pages, and of their cookies V3.3."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from tests.pair.joined import OURS, UNHURRIED, Person, Street, play
from tests.pair.operator.test_console import Operator, run

COOKIE = "__Host-keyturn-session"
IDLE, MOST = 1800.0, 4 * 3600.0
SHORT = {"session_idle_seconds": IDLE, "session_seconds": MOST, **UNHURRIED}


def cookie_of(person: Person) -> str:
    return next(cookie.value or "" for cookie in person.browser.cookies.jar if cookie.name == COOKIE)


async def with_cookie(street: Street, value: str, path: str = "/doors") -> httpx2.Response:
    """What somebody is answered who holds this cookie's value and nothing else."""
    stranger = Person(street.integration, street.sandbox, street.facts["account"])
    async with stranger.browser:
        return await stranger.browser.get(OURS + path, headers={"Cookie": f"{COOKIE}={value}"})


def test_v7_2_3_a_cookie_is_random_and_of_more_than_128_bits(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        seen = set()
        for _ in range(5):
            await street.person.connect()
            seen.add(cookie_of(street.person))
        assert len(seen) == 5 and all(len(value) >= 43 for value in seen)  # 256 bits in base64

    play(tmp_path, story)


def test_v7_2_4_signing_in_makes_a_new_session_and_ends_the_one_before(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        before = cookie_of(street.person)
        assert (await with_cookie(street, before)).status_code == 200
        await street.person.connect()
        assert cookie_of(street.person) != before
        assert (await with_cookie(street, before)).status_code == 401

    play(tmp_path, story)


def test_v7_3_1_a_session_ends_when_nobody_does_anything(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        for _ in range(3):  # whoever does something stays
            await street.clock.advance(IDLE - 60)
            await person.go("/doors")
            assert person.problem == ""
        await street.clock.advance(IDLE + 1)
        await person.go("/doors")
        assert person.problem == "session-idle"
        assert person.page is not None and person.page.status_code == 401
        assert "page that was left open" in person.text and 'href="/connect"' in person.page.text

    play(tmp_path, story, **SHORT)


def test_v7_3_1_a_page_that_refreshes_itself_keeps_nobody_signed_in(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        for _ in range(4):
            await street.clock.advance(IDLE / 3)
            answer = await person.browser.get(OURS + "/doors/live", headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == "/doors"
        await person.go("/doors")
        assert person.problem == "session-idle"

    play(tmp_path, story, **SHORT)


def test_v7_3_2_a_session_ends_at_last_whatever_is_done(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        for _ in range(int(MOST // 1500)):
            assert person.problem == ""
            await street.clock.advance(1500)
            await person.go("/doors")
        await street.clock.advance(1000)
        await person.go("/doors")
        assert person.problem == "session-over"
        assert "stay as they are" in person.text
        await person.connect()
        assert person.problem == ""

    play(tmp_path, story, **SHORT)


def test_v7_4_1_nothing_can_be_done_in_a_session_that_has_ended(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        value = cookie_of(person)
        await person.press("/logout")
        for path in ("/doors", "/account", "/doors/events"):
            assert (await with_cookie(street, value, path)).status_code == 401

    play(tmp_path, story)


def test_v7_4_1_a_lost_grant_ends_its_sessions_and_says_why(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        value = cookie_of(person)
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("refresh_refused")
        await street.press("lock")
        assert person.problem == "grant-lost"
        assert (await with_cookie(street, value)).status_code == 401

    play(tmp_path, story)


@pytest.mark.parametrize("press", ["erase", "end-sessions"])
def test_v7_4_2_and_5_operators_end_every_session_of_a_customer(tmp_path: Path, press: str) -> None:
    """Of one who was erased, V7.4.2, and of one who lost a telephone, V7.4.5."""

    async def story(street: Street, operator: Operator) -> None:
        await street.person.connect()
        value = cookie_of(street.person)
        await operator.log_in()
        rows = await street.integration.store.customers.customers((-1, ""), 1, None)
        address = f"/customers/{rows[0][1].customer_id}"
        await operator.go(address if press == "end-sessions" else f"{address}/erase")
        pressed = await operator.press(f"{address}/{press}", **{"sure": "yes"} if press == "erase" else {})
        assert 'role="status"' in pressed.text
        answer = await with_cookie(street, value)
        assert answer.status_code == 401
        assert ('data-code="session-ended"' in answer.text) == (press == "end-sessions")

    run(tmp_path, story)


def test_v7_4_4_every_page_of_a_session_can_log_out(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        for path in ("/doors", "/account", "/support", "/help", "/activity", "/nowhere"):
            page = (await street.person.go(path)).page
            assert page is not None and 'action="/logout"' in page.text, path

    play(tmp_path, story, activity=True)


def test_v7_5_2_a_customer_ends_every_session_and_each_is_told(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = street.person
        await person.connect()
        value = cookie_of(person)
        await person.go("/account")
        await person.press("/account/logout")
        answer = await with_cookie(street, value)
        assert answer.status_code == 401 and 'data-code="session-ended"' in answer.text

    play(tmp_path, story)


@pytest.mark.parametrize("embed", [(), ("https://app.example.com",)])
def test_v3_3_cookies_are_of_one_host_over_tls_and_out_of_scripts_reach(
    tmp_path: Path, embed: tuple[str, ...]
) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        assert street.person.page is not None
        told = [
            value
            for step in street.person.page.history
            for value in step.headers.get_list("set-cookie")
            if value.startswith(COOKIE)
        ]
        assert len(told) == 1
        for attribute in ("Secure", "HttpOnly", "Path=/", f"Max-Age={int(MOST)}"):
            assert attribute in told[0], attribute
        assert "Domain" not in told[0]
        assert ("SameSite=none; Partitioned" if embed else "SameSite=lax") in told[0]

    play(tmp_path, story, embed_origins=embed, **SHORT)
