"""Registrations at Nuki are kept in order, and what a lost webhook did not tell is read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.pair.joined import OURS, UNHURRIED, Street, play

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.webhooks.registrations import Subscription

FAR = 6.5 * 3600


async def kept_of(street: Street, grant_id: GrantId) -> Subscription:
    kept = await street.integration.store.subscriptions.subscription_of(grant_id)
    assert kept is not None
    return kept


async def connected(street: Street) -> GrantId:
    await street.person.connect()
    return (await street.integration.store.grants.usable())[0]


@pytest.mark.parametrize("also_a_stray", [False, True])
def test_what_nuki_has_lost_is_registered_again(tmp_path: Path, also_a_stray: bool) -> None:
    async def story(street: Street) -> None:
        grant = await connected(street)
        nuki, before = street.integration.nuki(grant), await kept_of(street, grant)
        await nuki.webhooks.remove(before.webhook_id)
        if also_a_stray:
            await nuki.webhooks.register(f"{OURS}/webhooks/nuki/forgotten", ["DEVICE_STATUS"])
        await street.clock.advance(FAR)
        after = await kept_of(street, grant)
        assert after.address != before.address
        assert [hook.id for hook in await nuki.webhooks.list()] == [after.webhook_id]
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story, session_idle_seconds=2 * FAR, **UNHURRIED)


def test_an_old_secret_is_replaced_without_a_gap(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        grant = await connected(street)
        before = await kept_of(street, grant)
        subscriptions = street.integration.subscriptions
        await subscriptions.renew(grant, street.integration.nuki(grant))
        after = await kept_of(street, grant)
        assert await subscriptions.find(before.address)  # what is under way is still taken
        assert await subscriptions.find(after.address)
        await street.clock.advance(2 * 3600)
        assert await subscriptions.find(before.address) is None
        assert await subscriptions.find(after.address)

    play(tmp_path, story, **UNHURRIED)


def test_a_grant_is_registered_once_however_many_care(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        grant = await connected(street)
        nuki, subscriptions = street.integration.nuki(grant), street.integration.subscriptions
        await nuki.webhooks.remove((await kept_of(street, grant)).webhook_id)
        await asyncio.gather(*(subscriptions.care(grant, nuki) for _ in range(5)))
        assert len(await nuki.webhooks.list()) == 1

    play(tmp_path, story)


def test_a_lost_webhook_is_made_good_by_reading(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        grant = await connected(street)
        kept = await kept_of(street, grant)
        await street.integration.nuki(grant).webhooks.remove(kept.webhook_id)
        number = street.lock["smartlock_id"]
        await street.integration.nuki(grant).actions.unlock(number)
        await street.clock.advance(3700)
        door = {d.smartlock_id: d for d in await street.integration.smartlocks.known(grant)}[number]
        assert not door.told
        assert door.state == 3

    play(tmp_path, story)


def test_a_remembered_address_is_forgotten_with_its_registration(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        grant = await connected(street)
        address, subscriptions = (await kept_of(street, grant)).address, street.integration.subscriptions
        await subscriptions.remove(grant, street.integration.nuki(grant))
        assert await subscriptions.find(address) is not None, "what is under way is still taken"
        await street.clock.advance(3600 + 600 + 60)
        assert await subscriptions.find(address) is None

    play(tmp_path, story)
