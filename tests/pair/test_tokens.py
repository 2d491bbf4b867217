"""A token that dies before each kind of call; refresh refused; token endpoint down and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.pair.joined import Street, play

Call = Callable[[Street], Awaitable[None]]


async def read_doors(street: Street) -> None:
    await street.clock.advance(61)
    await street.person.go("/doors")


async def unlock(street: Street) -> None:
    await street.press("unlock")


async def register(street: Street) -> None:
    grant = (await street.integration.store.grants.usable())[0]
    await street.integration.subscriptions.renew(grant, street.integration.nuki(grant))


CALLS: dict[str, Call] = {"read": read_doors, "action": unlock, "registration": register}


@pytest.mark.parametrize("name", CALLS)
def test_a_dead_token_is_renewed_once_and_the_call_repeated(tmp_path: Path, name: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        grant = (await street.integration.store.grants.usable())[0]
        before = await street.integration.store.grants.grant(grant)
        street.sandbox.arm("access_token_dead")
        await CALLS[name](street)
        after = await street.integration.store.grants.grant(grant)
        assert before is not None
        assert after is not None
        assert after.generation == before.generation + 1
        await street.wait(20)
        assert "Your doors" in street.person.text
        if name == "action":
            assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story)


def test_an_hour_passes_and_everything_goes_on(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        for _ in range(5):
            await street.clock.advance(3600)
            await street.person.go("/doors")
            await street.press("unlock")
            await street.wait(20)
            assert street.person.action_of(street.lock["name"]) == "confirmed"
            await street.press("lock")
            await street.wait(20)
        grant = (await street.integration.store.grants.usable())[0]
        kept = await street.integration.store.grants.grant(grant)
        assert kept is not None
        assert 6 <= kept.generation <= 11, "each token is renewed in the second half of its hour"

    play(tmp_path, story)


@pytest.mark.parametrize("name", ["read", "action"])
def test_a_refused_renewal_logs_out_and_asks_to_connect_again(tmp_path: Path, name: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("refresh_refused")
        await CALLS[name](street)
        assert street.person.problem == "grant-lost"
        assert street.person.page is not None
        assert street.person.page.status_code == 401
        asked = len(list(street.sandbox.journal))
        await street.clock.advance(600)
        await street.person.go("/doors")
        assert street.person.problem == "signed-out"
        calls = [entry for entry in list(street.sandbox.journal)[asked:] if "oauth" in repr(entry)]
        assert calls == [], "no request storm at a grant that is lost"

    play(tmp_path, story)


def test_token_endpoint_down_is_trouble_and_not_a_loss(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("token_endpoint_down", times=None)
        await unlock(street)
        assert street.person.problem == "nuki-unavailable"
        await street.person.go("/doors")
        assert street.person.action_of(street.lock["name"]) == "refused"
        assert "was not carried out" in street.person.door(street.lock["name"])
        await street.clock.advance(120)
        await street.person.go("/doors")
        assert "Nuki does not answer at the moment" in street.person.text
        street.sandbox.disarm("token_endpoint_down")
        await unlock(street)
        await street.wait(20)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story)
