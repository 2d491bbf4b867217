"""Connecting, refusing, coming back twice, disconnecting."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
from tests.pair.joined import CALLBACK, OURS, Person, Street, central, play

from keyturn.integration.grants.grant import CustomerId, GrantState


def test_connect_shows_the_doors_with_their_true_state(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        assert str(person.page and person.page.url) == OURS + "/doors", person.text
        assert "Locked" in person.door(street.lock["name"])
        assert "Ready" in person.door(street.opener["name"])

    play(tmp_path, story)


def test_the_redirect_address_is_the_registered_one_and_nothing_secret_is_sent_by_the_browser(
    tmp_path: Path,
) -> None:
    async def story(street: Street) -> None:
        away = await street.person.browser.get(OURS + "/connect", follow_redirects=False)
        query = httpx2.URL(away.headers["location"]).params
        assert query["redirect_uri"] == CALLBACK
        assert query["response_type"] == "code"
        assert len(query["state"]) >= 32
        assert set(query) == {"response_type", "client_id", "redirect_uri", "scope", "state"}
        again = await street.person.browser.get(OURS + "/connect", follow_redirects=False)
        assert httpx2.URL(again.headers["location"]).params["state"] != query["state"]

    play(tmp_path, story)


def test_denied_consent_is_a_page_with_a_next_step(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect("deny")
        assert person.problem == "connect-denied"
        assert "Connect with Nuki again" in person.text
        await person.connect()
        assert "Your doors" in person.text

    play(tmp_path, story)


async def _callback(street: Street) -> str:
    """A callback address that nobody has visited yet."""
    person = street.person
    await person.go("/connect")
    person.browser.follow_redirects = False
    await person.press("", email=street.facts["account"]["email"], password=street.facts["account"]["password"])
    while person.page is not None and person.page.is_redirect:
        await person.go(str(person.page.url.join(person.page.headers["location"])))
    await person.press("", decision="allow")
    while person.page is not None and not person.page.headers["location"].startswith(CALLBACK):
        await person.go(str(person.page.url.join(person.page.headers["location"])))
    person.browser.follow_redirects = True
    assert person.page is not None
    return person.page.headers["location"]


def test_a_callback_works_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        address = await _callback(street)
        assert "Your doors" in (await street.person.go(address)).text
        assert (await street.person.go(address)).problem == "connect-state-unknown"

    play(tmp_path, story)


def test_a_callback_works_in_its_own_browser_only(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        address = await _callback(street)
        other = Person(street.integration, street.sandbox, street.facts["account"])
        assert (await other.go(address)).problem == "connect-other-browser"
        assert (await street.person.go(address)).problem == "connect-state-unknown", "consumed by the attempt"
        await other.browser.aclose()

    play(tmp_path, story)


def test_a_callback_works_for_fifteen_minutes(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        address = await _callback(street)
        await street.clock.advance(15 * 60)
        assert (await street.person.go(address)).problem == "connect-state-unknown"

    play(tmp_path, story)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=access_denied"])
def test_a_callback_that_is_none(tmp_path: Path, query: str) -> None:
    async def story(street: Street) -> None:
        assert (await street.person.go(CALLBACK + query)).problem == "connect-failed"

    play(tmp_path, story)


def test_token_endpoint_down_during_connect_says_wait(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        street.sandbox.arm("token_endpoint_down")
        person = await street.person.connect()
        assert person.problem == "nuki-unavailable"
        street.sandbox.disarm("token_endpoint_down")
        await person.connect()
        assert "Your doors" in person.text

    play(tmp_path, story)


def test_connecting_again_replaces_the_grant_and_leaves_one_registration(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.connect()
        assert "Locked" in street.person.door(street.lock["name"])
        usable = await street.integration.store.grants.usable()
        assert len(usable) == 1
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"
        confirmations = [url for url, _, body in street.post.carried if b'"requestId"' in body]
        assert len(confirmations) == 1, "the first registration was removed at Nuki"

    play(tmp_path, story)


def test_disconnect_erases_and_logs_out(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        await person.press("/disconnect")
        assert "is disconnected" in person.text
        assert (await person.go("/doors")).problem == "signed-out"
        assert await street.integration.store.grants.usable() == []
        carried = len(street.post.carried)
        await street.clock.advance(5)
        assert len(street.post.carried) == carried

    play(tmp_path, story)


def test_log_out_keeps_the_grant(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        await person.press("/logout")
        assert "still connected" in person.text
        assert (await person.go("/doors")).problem == "signed-out"
        assert len(await street.integration.store.grants.usable()) == 1

    play(tmp_path, story)


def test_a_form_of_another_site_does_nothing(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        assert person.page is not None
        path = re.search(r'action="(/doors/[^"]+/unlock)"', person.page.text)
        token = re.search(r'name="form_token" value="([0-9a-f]{64})"', person.page.text)
        assert path and token
        forged = {"action_id": "0" * 24, "form_token": "0" * 64}
        person.page = await person.browser.post(OURS + path[1], data=forged)
        assert person.problem == "stale-form"
        evil = {"Origin": "https://evil.test"}
        person.page = await person.browser.post(
            OURS + path[1], data=forged | {"form_token": token[1]}, headers=evil
        )
        assert person.problem == "stale-form"
        assert person.page.status_code == 403
        await street.wait(10)
        assert "Locked" in person.door(street.lock["name"])

    play(tmp_path, story)


def test_somebody_elses_door_is_unknown(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        assert person.page is not None
        html = person.page.text.replace(str(street.lock["smartlock_id"]), "99")
        token = re.search(r'name="form_token" value="([0-9a-f]{64})"', html)
        path = re.search(r'action="(/doors/[^"]+/99/unlock)"', html)
        assert path and token
        fields = {"action_id": "0" * 24, "form_token": token[1]}
        person.page = await person.browser.post(OURS + path[1], data=fields)
        assert person.problem == "unknown-door"

    play(tmp_path, story)


def test_central_webhooks_confirm_as_well(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"
        assert {url for url, _, _ in street.post.carried} == {OURS + "/webhooks/nuki"}

    play(tmp_path, story, **central())


def test_a_lost_grant_can_be_connected_again(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        person = await street.person.connect()
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("refresh_refused")
        await street.clock.advance(120)
        await person.go("/doors")
        assert person.problem == "grant-lost"
        assert "Connect with Nuki again" in person.text
        assert (await person.go("/doors")).problem == "signed-out"
        await person.connect()
        assert "Locked" in person.door(street.lock["name"])
        grants = await street.integration.store.grants.usable()
        assert len(grants) == 1
        kept = await street.integration.store.grants.grant(grants[0])
        assert kept is not None
        assert kept.state is GrantState.ACTIVE
        assert kept.customer_id != CustomerId("")

    play(tmp_path, story)
