"""One dead token, one renewal; refusal loses the grant, trouble never does.

The token endpoint here is a strict one of our own: it rotates, and revokes everything when a spent refresh token
comes back, as the real one very likely does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from keyturn.client import TokenPair, errors
from keyturn.clock import VirtualClock
from keyturn.integration.errors import GrantLost, NukiUnavailable, OperatorError
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import LEASE_SECONDS, Keeper, seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

G = GrantId("g1")


@dataclass
class StrictEndpoint:
    """Rotates; a spent refresh token revokes the chain."""

    live: str = "refresh-1"
    renewals: int = 0
    asked: int = 0
    revoked: bool = False
    trouble: list[Exception] = field(default_factory=list)
    without_refresh: bool = False
    before_answer: Callable[[], Awaitable[None]] | None = None

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        self.asked += 1
        await asyncio.sleep(0.005)
        if self.trouble:
            raise self.trouble.pop(0)
        if self.revoked or refresh_token.reveal() != self.live:
            self.revoked = True
            raise errors.GrantRefused("invalid_grant")
        self.renewals += 1
        number = self.renewals + 1
        if not self.without_refresh:
            self.live = f"refresh-{number}"
        if self.before_answer:
            await self.before_answer()
        following = None if self.without_refresh else Secret(self.live)
        return TokenPair(Secret(f"access-{number}"), following, 3600, ())


@dataclass
class House:
    """A store with one grant, and as many keepers as asked for."""

    store: Store
    clock: VirtualClock
    endpoint: StrictEndpoint
    vault: Vault

    def keeper(self) -> Keeper:
        async def pause(seconds: float) -> None:
            await asyncio.sleep(seconds / 20)

        return Keeper(self.store.grants, self.vault, self.endpoint, self.clock, pause)

    async def state(self) -> GrantState:
        grant = await self.store.grants.grant(G)
        assert grant is not None
        return grant.state


def play(database: Path | Secret, story: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        clock, vault = VirtualClock(), Vault.from_setting(new_key("k"))
        store = Store(database)
        sealed = seal_pair(vault, G, 1, Secret("access-1"), Secret("refresh-1"))
        grant = Grant(
            grant_id=G,
            customer_id=CustomerId("c"),
            account_id=None,
            state=GrantState.ACTIVE,
            scopes=("smartlock",),
            generation=1,
            expires_at=clock.now() + timedelta(hours=1),
            sealed_access=sealed[0],
            sealed_refresh=sealed[1],
        )
        await store.grants.save(grant, clock.now())
        try:
            await story(House(store, clock, StrictEndpoint(), vault))
        finally:
            await store.close()

    asyncio.run(run())


def test_a_live_token_is_handed_out_without_asking(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        assert await house.keeper().live_token(G) == Secret("access-1")
        assert house.endpoint.asked == 0

    play(database, story)


def test_an_expired_token_is_renewed_before_it_is_used(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        await house.clock.advance(3600 - 20)
        assert await house.keeper().live_token(G) == Secret("access-2")
        assert await house.keeper().live_token(G) == Secret("access-2")
        assert house.endpoint.asked == 1

    play(database, story)


def test_many_tasks_of_many_keepers_renew_once(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        keepers = [house.keeper() for _ in range(4)]
        dead = Secret("access-1")
        tokens = await asyncio.gather(*(keeper.renew(G, dead) for keeper in keepers for _ in range(50)))
        assert all(token == Secret("access-2") for token in tokens)
        assert house.endpoint.renewals == house.endpoint.asked == 1
        assert await house.state() is GrantState.ACTIVE

    play(database, story)


def test_who_comes_late_with_the_old_token_is_given_the_new_one(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        keeper = house.keeper()
        await keeper.renew(G, Secret("access-1"))
        assert await keeper.renew(G, Secret("access-1")) == Secret("access-2")
        assert await keeper.renew(G, Secret("access-2")) == Secret("access-3")
        assert house.endpoint.renewals == 2
        assert not house.endpoint.revoked

    play(database, story)


def test_a_refusal_loses_the_grant_and_asks_no_more(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        house.endpoint.revoked = True
        keeper = house.keeper()
        outcomes = await asyncio.gather(
            *(keeper.renew(G, Secret("access-1")) for _ in range(20)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {GrantLost}
        assert await house.state() is GrantState.LOST
        with pytest.raises(GrantLost):
            await keeper.live_token(G)
        assert house.endpoint.asked == 1, "no request storm"

    play(database, story)


@pytest.mark.parametrize(
    "trouble",
    [errors.ServerTrouble("503"), errors.NoConnection("x"), errors.NoAnswer("x"), errors.UnreadableAnswer("x")],
)
def test_trouble_keeps_the_grant_and_passes(database: Path | Secret, trouble: Exception) -> None:
    async def story(house: House) -> None:
        house.endpoint.trouble = [trouble] * 2
        keeper = house.keeper()
        with pytest.raises(NukiUnavailable):
            await keeper.renew(G, Secret("access-1"))
        assert house.endpoint.asked == 2, "bounded"
        assert await house.state() is GrantState.STALE
        assert await keeper.renew(G, Secret("access-1")) == Secret("access-2")
        assert await house.state() is GrantState.ACTIVE

    play(database, story)


def test_one_hiccup_is_not_even_noticed(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        house.endpoint.trouble = [errors.ServerTrouble("502")]
        assert await house.keeper().renew(G, Secret("access-1")) == Secret("access-2")

    play(database, story)


def test_a_refused_application_is_the_operators_and_keeps_the_grant(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        house.endpoint.trouble = [errors.ApplicationRefused("invalid_client")]
        with pytest.raises(OperatorError) as caught:
            await house.keeper().renew(G, Secret("access-1"))
        assert "KEYTURN_CLIENT_SECRET" in caught.value.remedy
        assert await house.state() is GrantState.STALE

    play(database, story)


def test_an_answer_without_refresh_token_keeps_the_old_one(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        house.endpoint.without_refresh = True
        keeper = house.keeper()
        assert await keeper.renew(G, Secret("access-1")) == Secret("access-2")
        assert await keeper.renew(G, Secret("access-2")) == Secret("access-3")
        assert house.endpoint.renewals == 2

    play(database, story)


def test_a_visitor_who_leaves_does_not_cut_a_rotation_in_two(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        keeper, reached = house.keeper(), asyncio.Event()

        async def linger() -> None:
            reached.set()
            await asyncio.sleep(0.02)

        house.endpoint.before_answer = linger
        visit = asyncio.create_task(keeper.renew(G, Secret("access-1")))
        await reached.wait()
        visit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visit
        await keeper.close()
        house.endpoint.before_answer = None
        assert await keeper.live_token(G) == Secret("access-2")
        assert house.endpoint.renewals == 1

    play(database, story)


def test_a_lease_left_by_a_dead_process_lapses_and_the_grant_lives(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        now = house.clock.now()
        assert await house.store.grants.take_lease(G, 1, "dead", now, now + timedelta(seconds=LEASE_SECONDS))
        waiting = asyncio.create_task(house.keeper().renew(G, Secret("access-1")))
        await asyncio.sleep(0.02)
        assert not waiting.done()
        await house.clock.advance(LEASE_SECONDS + 1)
        assert await waiting == Secret("access-2")

    play(database, story)


def test_disconnecting_during_a_renewal_wins(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        async def leave() -> None:
            await house.store.grants.disconnect(G, house.clock.now())

        house.endpoint.before_answer = leave
        with pytest.raises(GrantLost):
            await house.keeper().renew(G, Secret("access-1"))
        grant = await house.store.grants.grant(G)
        assert grant is not None
        assert (grant.state, grant.sealed_access) == (GrantState.DISCONNECTED, None)

    play(database, story)
