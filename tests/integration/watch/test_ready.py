"""Ready means that every part can be used; one that cannot is named, and nothing waits longer than the limit."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.integration.store.rows import GRANT, NOW, on_store

from keyturn.integration.grants.keeper import seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.integration.watch.ready import checks, readiness
from keyturn.secrecy import Secret


class Stored:
    """A store in any condition."""

    def __init__(
        self, *, done: int = 8, sealed: bytes | None = None, slow: bool = False, away: bool = False
    ) -> None:
        self.done, self.sealed, self.slow, self.away = done, sealed, slow, away

    async def schema(self) -> tuple[int, int]:
        if self.slow:
            await asyncio.sleep(5)
        if self.away:
            raise OSError("connection to 10.0.0.7 refused")
        return self.done, 8

    async def one_sealed(self) -> bytes | None:
        return self.sealed


def asked(store: Stored, vault: Vault, limit: float = 1.0) -> dict[str, str]:
    return asyncio.run(readiness(checks(store, vault), limit)).parts


def test_everything_in_order() -> None:
    vault = Vault.from_setting(new_key("k1"))
    found = asyncio.run(readiness(checks(Stored(sealed=vault.seal(b"x", "y")), vault)))
    assert found.ready
    assert found.parts == {"database": "ok", "migrations": "ok", "vault": "ok"}


def test_a_database_that_is_away_or_slow_is_named_without_its_address() -> None:
    vault = Vault.from_setting(new_key("k1"))
    away = asked(Stored(away=True), vault)
    assert away["database"] == "OSError; see the log" and away["vault"] == "ok"
    assert "10.0.0.7" not in str(away)
    assert asked(Stored(slow=True), vault, 0.01)["database"] == "no answer within 0.01 s"


def test_an_older_schema_is_not_ready_and_a_newer_one_is() -> None:
    vault = Vault.from_setting(new_key("k1"))
    parts = asked(Stored(done=7), vault)
    assert parts["database"] == "ok" and "version 7, this program at 8" in parts["migrations"]
    assert asked(Stored(done=9), vault)["migrations"] == "ok", "an upgrade of one process takes no other one out"


def test_a_ring_without_the_key_that_is_in_use_is_not_ready() -> None:
    sealed = Vault.from_setting(new_key("old")).seal(b"x", "y")
    parts = asked(Stored(sealed=sealed), Vault.from_setting(new_key("k1")))
    assert "'old'" in parts["vault"] and "ring" in parts["vault"]


def test_the_real_store_answers(database: Path | Secret) -> None:
    vault = Vault.from_setting(new_key("k1"))

    async def story(store: Store) -> None:
        await store.open()
        done, known = await store.figures.schema()
        assert done == known > 7
        assert await store.figures.one_sealed() is None
        access, refresh = seal_pair(vault, GRANT.grant_id, 1, Secret("a"), Secret("r"))
        await store.grants.save(replace(GRANT, sealed_access=access, sealed_refresh=refresh), NOW)
        assert (await readiness(checks(store.figures, vault))).ready

    on_store(database, story)
