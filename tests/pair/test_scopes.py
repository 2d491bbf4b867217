"""Fewer scopes than asked for: kept as they are, and what they do not open is named in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.pair.joined import Street, play

from keyturn.client.wire import Request, Response
from keyturn.integration.grants.grant import GrantState
from keyturn.nuki.oauth import TOKEN_PATH

ACTION, READ = "smartlock.action", "smartlock.readOnly"


class Narrowed:
    """Nuki as it is once it no longer grants an action: by the scopes of the token answer, and by refusing."""

    def __init__(self, street: Street, scopes: str, refusal: int = 403) -> None:
        self._send, self._scopes, self._refusal = street.overheard.send, scopes, refusal
        street.overheard.send = self.send  # type: ignore[method-assign]

    async def send(self, request: Request) -> Response:
        if "/action" in request.path:
            return Response(self._refusal, {}, b'{"detailMessage":"No permission"}')
        answer = await self._send(request)
        if request.path == TOKEN_PATH and answer.status == 200:
            told = json.loads(answer.body) | {"scope": self._scopes}
            return Response(200, answer.headers, json.dumps(told).encode())
        return answer


@pytest.mark.parametrize("refusal", [403, 401])
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_action_that_was_not_allowed_is_named_and_the_rest_goes_on(
    tmp_path: Path, language: str, refusal: int
) -> None:
    async def story(street: Street) -> None:
        Narrowed(street, f"{READ} webhook.decentral", refusal)
        await street.person.go(f"/?lang={language}")
        await street.person.connect()
        assert street.person.problem == "", "connected with what there is"
        grant = await street.integration.store.grants.grant((await street.integration.store.grants.usable())[0])
        assert grant is not None
        assert grant.scopes == (READ, "webhook.decentral")
        await street.press("unlock")
        assert street.person.problem == "scope-missing"
        words = {"en": "Operate your devices: lock, unlock, open", "de": "Ihre Geräte bedienen"}[language]
        assert words in street.person.text
        assert street.person.page is not None
        assert 'href="/connect"' in street.person.page.text, "and the way to allow it"
        await street.person.go("/doors")
        assert street.lock["name"] in street.person.text, "the doors are still there"

    play(tmp_path, story)


def test_a_permission_narrowed_later_is_kept_as_narrow_as_it_is(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        grants = street.integration.store.grants
        grant_id = (await grants.usable())[0]
        before = await grants.grant(grant_id)
        assert before is not None
        assert ACTION in before.scopes
        Narrowed(street, READ)
        street.sandbox.arm("access_token_dead")
        await street.clock.advance(61)
        await street.person.go("/doors")
        after = await grants.grant(grant_id)
        assert after is not None
        assert (after.scopes, after.state) == ((READ,), GrantState.ACTIVE)
        await street.press("unlock")
        assert street.person.problem == "scope-missing"
        kept = await grants.grant(grant_id)
        assert kept is not None
        assert kept.usable, "a refusal of one thing does not end the rest"

    play(tmp_path, story)


def test_without_seeing_devices_there_is_nothing_to_connect(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        Narrowed(street, ACTION)
        await street.person.connect()
        assert street.person.problem == "connect-scopes-missing"
        assert await street.integration.store.grants.usable() == []

    play(tmp_path, story)


def test_connecting_again_with_all_of_them_mends_it(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        whole = street.overheard.send
        Narrowed(street, READ)
        await street.person.connect()
        street.overheard.send = whole  # type: ignore[method-assign]
        await street.person.connect()
        usable = await street.integration.store.grants.usable()
        assert len(usable) == 1, "one account has one grant"
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story)
