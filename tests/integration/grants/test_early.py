"""Renewing before anybody asks: spread by lot, done once by many, gentle in trouble."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from keyturn.client import TokenPair, errors
from keyturn.clock import VirtualClock
from keyturn.integration.errors import GrantLost
from keyturn.integration.grants.early import FROM, LATER, TO, Early, renew_at
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import Keeper, seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

MANY = 40
NOW = datetime(2026, 1, 5, tzinfo=UTC)


class Endpoint:
    """Answers every refresh token once; may be in trouble, or refuse."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.end: Exception | None = None

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        self.asked[refresh_token.reveal()] += 1
        await asyncio.sleep(0)
        if self.end is not None:
            raise self.end
        following = f"{refresh_token.reveal()}+"
        return TokenPair(Secret(f"access of {following}"), Secret(following), 3600, ())


class House:
    """A store full of grants that were connected in the same second."""

    def __init__(self, database: Path | Secret) -> None:
        self.clock, self.vault = VirtualClock(), Vault.from_setting(new_key("k"))
        self.store, self.endpoint, self.luck = Store(database), Endpoint(), Random(7)

    async def fill(self) -> None:
        now = self.clock.now()
        for number in range(MANY):
            grant_id = GrantId(f"g{number}")
            access, refresh = seal_pair(self.vault, grant_id, 1, Secret(f"a{number}"), Secret(f"r{number}"))
            grant = Grant(
                grant_id=grant_id,
                customer_id=CustomerId("c"),
                account_id=None,
                state=GrantState.ACTIVE,
                scopes=("smartlock",),
                generation=1,
                expires_at=now + timedelta(hours=1),
                sealed_access=access,
                sealed_refresh=refresh,
            )
            await self.store.grants.save(grant, now, renew_at(now, 3600, self.luck.random()))

    def process(self) -> Early:
        async def pause(seconds: float) -> None:
            await asyncio.sleep(0)

        keeper = Keeper(self.store.grants, self.vault, self.endpoint, self.clock, pause)
        return Early(self.store.grants, keeper, self.clock, self.luck.random)

    async def states(self) -> Counter[GrantState]:
        found = [await self.store.grants.grant(GrantId(f"g{number}")) for number in range(MANY)]
        return Counter(grant.state for grant in found if grant)


def play(database: Path | Secret, story: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        house = House(database)
        await house.fill()
        try:
            await story(house)
        finally:
            await house.store.close()

    asyncio.run(run())


def test_a_hundred_thousand_grants_of_one_second_are_spread_over_the_second_half_of_their_hour() -> None:
    luck = Random(1)
    minutes = Counter(
        int((renew_at(NOW, 3600, luck.random()) - NOW).total_seconds() // 60) for _ in range(100_000)
    )
    assert min(minutes) == 3600 * FROM / 60
    assert max(minutes) < 3600 * TO / 60
    assert max(minutes.values()) < 1.1 * 100_000 / len(minutes), "no minute has more than its share"


def test_every_token_is_renewed_before_its_end_and_only_once(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        processes = [house.process() for _ in range(3)]
        renewed = 0
        for _ in range(59):
            await house.clock.advance(60)
            renewed += sum(await asyncio.gather(*(process.sweep() for process in processes)))
        assert renewed >= MANY
        assert set(house.endpoint.asked.values()) == {1}, "no refresh token was used twice"
        assert len([token for token in house.endpoint.asked if "+" not in token]) == MANY
        assert await house.states() == Counter({GrantState.ACTIVE: MANY})

    play(database, story)


def test_nothing_is_renewed_in_the_first_half_of_a_tokens_life(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        await house.clock.advance(3600 * FROM - 1)
        assert await house.process().sweep() == 0
        assert not house.endpoint.asked

    play(database, story)


def test_trouble_ends_the_batch_and_every_grant_rests_before_it_is_asked_for_again(
    database: Path | Secret,
) -> None:
    async def story(house: House) -> None:
        early = house.process()
        await house.clock.advance(3600)
        house.endpoint.end = errors.CircuitOpen("gone")
        assert await early.sweep() == 0
        first = house.endpoint.asked.total()
        assert first < MANY, "the rest would fare no better"
        assert await house.states() == Counter(
            {GrantState.ACTIVE: MANY - len(house.endpoint.asked), GrantState.STALE: len(house.endpoint.asked)}
        )
        resting = len(house.endpoint.asked)
        house.endpoint.end = None
        assert await early.sweep() == MANY - resting
        await house.clock.advance(2 * LATER.total_seconds())
        await early.sweep()
        assert await house.states() == Counter({GrantState.ACTIVE: MANY})

    play(database, story)


def test_a_permission_taken_back_at_nuki_is_noticed_unasked(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        await house.clock.advance(3600)
        house.endpoint.end = errors.GrantRefused("invalid_grant")
        await house.process().sweep()
        assert await house.states() == Counter({GrantState.LOST: MANY})
        asked = house.endpoint.asked.total()
        await house.clock.advance(3600)
        await house.process().sweep()
        assert house.endpoint.asked.total() == asked, "who is lost is left alone"

    play(database, story)


def test_a_token_in_memory_is_forgotten_when_its_grant_ends(database: Path | Secret) -> None:
    async def story(house: House) -> None:
        grants, g0 = house.store.grants, GrantId("g0")
        keeper = Keeper(grants, house.vault, house.endpoint, house.clock)
        assert await keeper.live_token(g0) == Secret("a0")
        assert await grants.disconnect(g0, house.clock.now())
        with pytest.raises(GrantLost):
            await keeper.live_token(g0)

    play(database, story)
