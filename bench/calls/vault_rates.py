"""I4 and I7: live tokens per second, out of memory and out of SQLite, and how little a million grants slow that down.

A million rows are written straight into the tables, since connecting a million customers would take a day.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from bench.figure import Figure, Sample
from bench.promises.reading import HOUR, TOKEN, a_grant
from keyturn.client import TokenPair
from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.keeper import Keeper
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.integration.webhooks.subscriptions import about
from keyturn.secrecy import Secret

FEW, MANY, SECONDS, CALLERS = 1_000, 1_000_000, 2.0, 8
CACHED, READ = 20_000.0, 3_000.0
AT_MOST = 1.3
_COLUMNS = (
    "grant_id, customer_id, account_id, state, scopes, generation, expires_at, sealed_access, sealed_refresh, "
    "created_at, changed_at, renew_at"
)


class NoRenewals:
    """Nobody asks for one here."""

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        raise AssertionError("the tokens are fresh")


class House:
    """A full database with everything that reads from it, in a loop of its own."""

    def __init__(self, path: Path, grants: int) -> None:
        self.grants, self.vault = grants, Vault.from_setting(new_key("k"))
        self.store = Store(path)
        fill(path, self.vault, grants)
        self.keeper = Keeper(self.store.grants, self.vault, NoRenewals(), SystemClock())
        self.luck = random.Random(7)

    async def cached(self) -> None:
        await self.keeper.live_token(GrantId(f"{self.luck.randrange(500):024d}"))

    async def read(self) -> None:
        """As the keeper does where it has nothing in memory."""
        grant_id = GrantId(f"{self.luck.randrange(self.grants):024d}")
        self.keeper._live.forget(grant_id)
        await self.keeper.live_token(grant_id)

    async def routed(self) -> None:
        """Whose webhook it is, and the key it is signed with."""
        address = f"address{self.luck.randrange(self.grants):025d}"
        found = await self.store.subscriptions.subscription_at(address)
        assert found is not None
        self.vault.open_secret(found.sealed_secret, about(address))


def cached() -> tuple[Figure, Callable[[Figure], None]]:
    """I4, out of memory."""
    figure = Figure("I4", "live token, read a moment ago", f"a floor of {CACHED:,.0f}/s", 1.0)

    def run(figure: Figure) -> None:
        with _houses(FEW) as (house,):
            figure.measure(lambda: _rate(house.cached, 1), lambda: Sample(CACHED))

    return figure, run


def read() -> tuple[Figure, Callable[[Figure], None]]:
    """I4, out of SQLite."""
    figure = Figure(
        "I4", f"live token read and decrypted, SQLite, {CALLERS} callers", f"a floor of {READ:,.0f}/s", 1.0
    )

    def run(figure: Figure) -> None:
        with _houses(FEW) as (house,):
            figure.measure(lambda: _rate(house.read, CALLERS), lambda: Sample(READ))

    return figure, run


def crowded(what: str) -> tuple[Figure, Callable[[Figure], None]]:
    """I7: ``token read`` or ``webhook routed``."""
    named = f"{what}, {MANY:,} grants"
    figure = Figure("I7", named, f"{FEW:,} grants; at most {AT_MOST} times slower", round(1 / AT_MOST, 2))

    def run(figure: Figure) -> None:
        with _houses(MANY, FEW) as (full, empty):
            ours, theirs = (h.read if what == "token read" else h.routed for h in (full, empty))
            figure.measure(lambda: _rate(ours, CALLERS), lambda: _rate(theirs, CALLERS))

    return figure, run


def _rate(work: Callable[[], Awaitable[None]], callers: int) -> Sample:
    async def load() -> Sample:
        waits: list[float] = []
        end = time.perf_counter() + SECONDS

        async def caller() -> None:
            while (start := time.perf_counter()) < end:
                await work()
                waits.append(time.perf_counter() - start)

        await asyncio.gather(*(caller() for _ in range(callers)))
        return Sample(len(waits) / SECONDS, sorted(waits)[int(len(waits) * 0.99)] * 1000)

    return asyncio.run(load())


@contextmanager
def _houses(*sizes: int) -> Iterator[tuple[House, ...]]:
    with tempfile.TemporaryDirectory(dir=Path(__file__).parents[1]) as folder:
        houses = tuple(House(Path(folder) / f"{size}.db", size) for size in sizes)
        yield houses
        for house in houses:
            asyncio.run(house.store.close())


def fill(path: Path, vault: Vault, grants: int) -> None:
    """Grants and their registrations, straight into the tables."""
    connection = apsw.Connection(str(path))
    connection.pragma("synchronous", "OFF")
    now = round(SystemClock().now().timestamp() * 1000)
    later = now + round(24 * HOUR.total_seconds() * 1000)
    model = a_grant(vault, 0)
    refresh, secret = model.sealed_refresh, Secret("s" * 40)

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(grants):
            name = f"{number:024d}"
            access = vault.seal_secret(Secret(TOKEN), f"grant/{name}/access/1")
            yield (name, f"c{number}", number, "active", "smartlock", 1, later, access, refresh, now, now, later)

    def registrations() -> Iterator[tuple[object, ...]]:
        for number in range(grants):
            address = f"address{number:025d}"
            yield address, f"{number:024d}", number, vault.seal_secret(secret, about(address)), now

    with connection:
        connection.executemany(f"INSERT INTO grants ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows())
        columns = "address, grant_id, webhook_id, sealed_secret, made_at"
        connection.executemany(f"INSERT INTO subscriptions ({columns}) VALUES (?, ?, ?, ?, ?)", registrations())
    connection.close()


if __name__ == "__main__":
    for row, count in (cached(), read(), crowded("token read"), crowded("webhook routed")):
        count(row)
        print(row.row(), flush=True)
