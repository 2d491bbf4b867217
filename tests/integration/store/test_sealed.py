"""All that is sealed: no column forgotten, every value sealed anew, none overwritten, none unreadable meanwhile."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import about, seal_pair
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store
from keyturn.integration.store.sealed import BATCH, PLACES
from keyturn.integration.webhooks import inbox
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.secrecy import Secret

OLD, NEW = new_key("old"), new_key("new")
NOW = datetime(2026, 1, 5, tzinfo=UTC)
MANY = BATCH + 20


def both() -> Vault:
    return Vault.from_setting(Secret(f"{NEW.reveal()},{OLD.reveal()}"))


def a_grant(vault: Vault, number: int, generation: int = 1) -> Grant:
    grant_id = GrantId(f"g{number}")
    access, refresh = seal_pair(vault, grant_id, generation, Secret(f"a{number}"), Secret(f"r{number}"))
    return Grant(
        grant_id=grant_id,
        customer_id=CustomerId("c"),
        account_id=None,
        state=GrantState.ACTIVE,
        scopes=(),
        generation=generation,
        expires_at=NOW,
        sealed_access=access,
        sealed_refresh=refresh,
    )


def test_every_sealed_column_of_the_tables_has_its_place() -> None:
    folder = resources.files("keyturn.integration.store").joinpath("migrations")
    found = set()
    for script in folder.iterdir():
        table = ""
        for line in script.read_text().splitlines():
            if made := re.match(r"CREATE TABLE (\w+)|ALTER TABLE (\w+)", line):
                table = made[1] or made[2]
            found |= {(table, column) for column in re.findall(r"\b(sealed_[a-z]+) +BLOB", line)}
    assert found == {(place.table, place.column) for place in PLACES}


def test_all_is_sealed_anew_and_opens_without_the_old_key(database: Path | Secret) -> None:
    async def story() -> None:
        store, old = Store(database), Vault.from_setting(OLD)
        for number in range(MANY):
            await store.grants.save(a_grant(old, number), NOW)
        body = old.seal(b"body", inbox.about("d1"))
        await store.inbox.receive(Delivery("d1", None, NOW, body))
        vault, batches = both(), list[int]()
        changed = {p.table + p.column: await store.sealed.rotate(p, vault, batches.append) for p in PLACES}
        assert sum(changed.values()) == sum(batches) == 2 * MANY + 1
        assert max(batches) <= BATCH
        only_new = Vault.from_setting(NEW)
        for number in range(MANY):
            grant = await store.grants.grant(GrantId(f"g{number}"))
            assert grant is not None
            assert grant.sealed_access is not None
            opened = only_new.open_secret(grant.sealed_access, about(grant.grant_id, "access", 1))
            assert opened == Secret(f"a{number}")
        assert [only_new.open(d.sealed_body, inbox.about("d1")) for d in await store.inbox.waiting(9)] == [b"body"]
        for place in PLACES:
            assert await store.sealed.count(place) == await store.sealed.count(place, only_new.mark)
            assert await store.sealed.rotate(place, vault, batches.append) == 0, "nothing is done twice"
        await store.close()

    asyncio.run(story())


def test_a_pair_renewed_meanwhile_stays(database: Path | Secret) -> None:
    async def story() -> None:
        store, old = Store(database), Vault.from_setting(OLD)
        await store.grants.save(a_grant(old, 1), NOW)
        vault = both()
        renewed = seal_pair(vault, GrantId("g1"), 2, Secret("a1+"), Secret("r1+"))

        assert await store.grants.take_lease(GrantId("g1"), 1, "me", NOW, NOW + timedelta(seconds=9))
        place = PLACES[0]
        rows = await store.sealed._batch(place, vault.mark, ("",))
        assert await store.grants.replace_pair(GrantId("g1"), "me", 1, renewed, NOW, (), NOW)
        assert await store.sealed._write(place, [(rows[0], b"anew")]) == 0
        grant = await store.grants.grant(GrantId("g1"))
        assert grant is not None
        assert (grant.sealed_access, grant.sealed_refresh) == renewed
        await store.close()

    asyncio.run(story())
