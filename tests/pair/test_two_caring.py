"""One account connected anew while another process looks after its registrations: in the end there is one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.pair.joined import OURS, Street, play

from keyturn.client.wire import Request, Response
from keyturn.integration.grants.vault import Vault
from keyturn.integration.webhooks.subscriptions import Subscriptions
from keyturn.integration.work.leases import Leases

MOMENTS = {"before Nuki hears it": False, "after Nuki has made it": True}


def another_process(street: Street) -> Subscriptions:
    """The same rows and keys, and leases of its own."""
    store, vault = street.integration.store, street.integration.services.vault
    assert isinstance(vault, Vault)
    return Subscriptions(store.subscriptions, vault, street.clock, Leases(store.leases, street.clock), OURS)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_registration_being_made_for_the_former_grant_is_not_left_over(tmp_path: Path, moment: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        grants, rows = street.integration.store.grants, street.integration.store.subscriptions
        former = (await grants.usable())[0]
        nuki, other = street.integration.nuki(former), another_process(street)
        send, begun, go_on = street.overheard.send, asyncio.Event(), asyncio.Event()

        async def slowly(request: Request) -> Response:
            if request.method != "PUT" or begun.is_set():
                return await send(request)
            answer = await send(request) if MOMENTS[moment] else None
            begun.set()
            await go_on.wait()
            return answer or await send(request)

        street.overheard.send = slowly  # type: ignore[method-assign]
        renewing = asyncio.create_task(other.renew(former, nuki))
        await begun.wait()
        await street.person.connect()
        go_on.set()
        await asyncio.gather(renewing, return_exceptions=True)  # its token may have ended meanwhile
        await street.wait(60)
        now = (await grants.usable())[0]
        assert now != former
        kept = await rows.subscription_of(now)
        assert kept is not None
        listed = await street.integration.nuki(now).webhooks.list()
        assert [hook.url for hook in listed] == [f"{OURS}/webhooks/nuki/{kept.address}"]
        assert await rows.subscription_of(former) is None
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(str(street.lock["name"])) == "confirmed"

    play(tmp_path, story)


def test_doors_are_read_when_nuki_had_lost_the_registration(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        grant = (await street.integration.store.grants.usable())[0]
        nuki, number = street.integration.nuki(grant), street.lock["smartlock_id"]
        kept = await street.integration.store.subscriptions.subscription_of(grant)
        assert kept is not None
        await street.clock.advance(6 * 3600 - 300)
        await nuki.webhooks.remove(kept.webhook_id)
        await nuki.actions.unlock(number)
        await street.clock.advance(330)
        door = {d.smartlock_id: d for d in await street.integration.smartlocks.known(grant)}[number]
        assert door.state == 3

    play(tmp_path, story)
