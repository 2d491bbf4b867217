"""A customer with two Nuki accounts: both on one page, each lost, reconnected and renewed for itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.joined import Person, Street, play

from keyturn.client.wire import Request, Response
from keyturn.integration.errors import GrantLost
from keyturn.integration.grants.grant import Grant, GrantState
from keyturn.nuki.oauth import TOKEN_PATH

NEIGHBOUR = {"email": "jonas@next-door.example", "password": "the-neighbours-key"}


async def connect_both(street: Street) -> list[Grant]:
    """The same browser connects, signs in to Nuki as somebody else, and connects again."""
    await street.person.connect()
    sign_in_as(street.person, NEIGHBOUR)
    await street.person.connect()
    return await grants(street)


def sign_in_as(person: Person, account: dict[str, str]) -> None:
    person._account = account
    for cookie in list(person.browser.cookies.jar):
        if cookie.domain.lstrip(".").startswith("nuki"):
            person.browser.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)


async def grants(street: Street) -> list[Grant]:
    store = street.integration.store.grants
    found = [await store.grant(grant_id) for grant_id in sorted(await store.usable())]
    return [grant for grant in found if grant]


def taken_back(street: Street) -> None:
    """From now on Nuki renews for nobody, as if the permission had been taken back."""
    send = street.overheard.send

    async def refuse(request: Request) -> Response:
        if request.path == TOKEN_PATH and dict(request.form or ()).get("grant_type") == "refresh_token":
            return Response(400, {}, b'{"error":"invalid_grant"}')
        return await send(request)

    street.overheard.send = refuse  # type: ignore[method-assign]


def test_two_accounts_are_one_customers_doors(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        both = await connect_both(street)
        assert len(both) == 2
        assert len({grant.customer_id for grant in both}) == 1
        assert len({grant.account_id for grant in both}) == 2
        await street.person.go("/doors")
        names = {lock["name"] for lock in street.facts["smartlocks"]}
        assert [name for name in names if name not in street.person.text] == []

    play(tmp_path, story)


def test_one_account_lost_leaves_the_other_and_says_so(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connect_both(street)
        store = street.integration.store.grants
        by_age = await store.grants_of((await grants(street))[0].customer_id)
        first, second = by_age
        taken_back(street)
        token = await street.integration.keeper.live_token(second.grant_id)
        with pytest.raises(GrantLost):
            await street.integration.keeper.renew(second.grant_id, token)
        await street.person.go("/doors")
        assert street.person.problem == "", "still signed in for the other account"
        assert "One of your Nuki accounts no longer gives us permission" in street.person.text
        assert street.person.page is not None
        assert 'href="/connect"' in street.person.page.text
        assert street.lock["name"] in street.person.text
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"
        kept = await store.grant(first.grant_id)
        assert kept is not None
        assert kept.state is GrantState.ACTIVE

    play(tmp_path, story)


def test_the_last_account_lost_logs_out(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        both = await connect_both(street)
        taken_back(street)
        for grant in both:
            token = await street.integration.keeper.live_token(grant.grant_id)
            with pytest.raises(GrantLost):
                await street.integration.keeper.renew(grant.grant_id, token)
        await street.person.go("/doors")
        assert street.person.problem == "grant-lost"
        await street.person.go("/doors")
        assert street.person.problem == "signed-out"

    play(tmp_path, story)


def test_connecting_the_lost_account_again_mends_it(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connect_both(street)
        whole, store = street.overheard.send, street.integration.store.grants
        lost = (await store.grants_of((await grants(street))[0].customer_id))[1]
        taken_back(street)
        token = await street.integration.keeper.live_token(lost.grant_id)
        with pytest.raises(GrantLost):
            await street.integration.keeper.renew(lost.grant_id, token)
        street.overheard.send = whole  # type: ignore[method-assign]
        await street.person.connect()
        await street.person.go("/doors")
        assert "no longer gives us permission" not in street.person.text
        both = await grants(street)
        assert len(both) == 2
        assert len({grant.customer_id for grant in both}) == 1, "still the same customer"

    play(tmp_path, story)
