"""The account's page: permissions, health, one account disconnected after a yes, logged out everywhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

from tests.pair.joined import Person, Street, play
from tests.pair.test_scopes import READ, Narrowed

from keyturn.integration.web.texts import Texts


def states(person: Person) -> list[str]:
    """The health of every account shown."""
    assert person.page is not None
    return re.findall(r'data-grant="([a-z]+)"', person.page.text)


def test_permissions_health_and_doors_are_said(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/account")
        assert states(street.person) == ["active"]
        assert street.lock["name"] in street.person.text
        texts, words = Texts(), html.unescape(street.person.text)
        for scope in street.integration.settings.scopes:
            assert texts.say("en", "scope." + scope.replace(".", "-")) in words
        assert texts.say("en", "scope.smartlock-auth") not in street.person.text
        assert street.person.page is not None
        assert "data-missing" not in street.person.page.text
        await street.person.go("/account?lang=de")
        assert "Verbunden seit" in street.person.text

    play(tmp_path, story)


def test_a_permission_that_is_missing_is_named(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        Narrowed(street, f"{READ} webhook.decentral")
        await street.person.connect()
        await street.person.go("/account")
        assert street.person.page is not None
        assert "data-missing" in street.person.page.text
        assert Texts().say("en", "scope.smartlock-action") in street.person.text

    play(tmp_path, story)


def test_disconnecting_asks_once_more_and_then_erases(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        await person.go("/account")
        assert person.page is not None
        found = re.search(r'href="(/account/\w+/disconnect)"', person.page.text)
        assert found
        await person.go(found[1])
        assert "Disconnect this Nuki account?" in person.text
        await person.go("/account")
        assert states(person) == ["active"], "the question changes nothing"
        await person.go(found[1])
        await person.press("/disconnect")
        assert "is disconnected" in person.text
        await person.go("/account")
        assert person.problem == "signed-out"
        stranger = await person.go("/account/" + "0" * 24 + "/disconnect")
        assert stranger.problem == "signed-out"

    play(tmp_path, story)


def test_another_customers_account_is_not_found(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/account/" + "0" * 24 + "/disconnect")
        assert street.person.problem == "not-found"

    play(tmp_path, story)


def test_logging_out_everywhere_ends_every_session(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        assert person.page is not None
        cookie = dict(person.browser.cookies)
        await person.go("/account")
        await person.press("/account/logout")
        assert "logged out" in person.text
        person.browser.cookies.update(cookie)
        await person.go("/doors")
        assert person.problem == "session-ended", "the cookie of before opens nothing"

    play(tmp_path, story)
