"""The change of the vault's key by a process that is killed at a named step; raises ``AssertionError``."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.integration.store.test_sealed import a_grant
from tests.street.killed.mortal import Mortal, Point, When
from tests.street.killed.nursery import Kill

from keyturn.integration.grants.keeper import about
from keyturn.integration.grants.vault import Vault, new_key
from keyturn.integration.store import Store, sealed
from keyturn.integration.store.sealed import PLACES
from keyturn.integration.webhooks import inbox
from keyturn.integration.webhooks.inbox import Delivery
from keyturn.secrecy import Secret

SMALL = 4
"""Values in a batch, so that a few values make several."""
GRANTS, BODIES = 10, 6
FIRST, LAST = "UPDATE grants SET sealed_access", "UPDATE inbox SET sealed_body"
STEPS: dict[str, Point] = {
    "before the first batch": Point(When.BEFORE, "SELECT grant_id, generation, sealed_access"),
    "a batch read, not written": Point(When.BEFORE, FIRST),
    "within a batch": Point(When.AFTER, FIRST, 2),
    "a batch written, not durable": Point(When.AFTER, FIRST, SMALL),
    "between batches": Point(When.COMMITTED, FIRST, SMALL),
    "within a later batch": Point(When.AFTER, FIRST, SMALL + 2),
    "between tables": Point(When.BEFORE, LAST),
    "the last batch": Point(When.COMMITTED, LAST, BODIES),
}
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def killed_once(database: Path | Secret, step: str, kill: Kill) -> None:
    """Values sealed by one key, a change to another that is killed, what can be read, and the change gone on with."""
    address = str(database) if isinstance(database, Path) else database.reveal()
    old, new = new_key("old"), new_key("new")
    ring = Secret(f"{new.reveal()},{old.reveal()}")
    asyncio.run(_fill(database, Vault.from_setting(old)))
    told = {"file": isinstance(database, Path), "database": address, "ring": ring.reveal()}
    kill(told, step)
    asyncio.run(_survive(database, Vault.from_setting(ring), Vault.from_setting(new)))


def die_at(told: dict[str, Any], step: str) -> None:
    """Seal everything anew, and be killed."""
    database = Path(told["database"]) if told["file"] else Secret(told["database"])
    asyncio.run(_rotate(database, Vault.from_setting(Secret(told["ring"])), STEPS[step]))


async def _rotate(database: Path | Secret, vault: Vault, point: Point) -> None:
    store, sealed.BATCH = Store(database), SMALL
    await store.open()
    store.sealed._db = Mortal(store.sealed._db, point)  # type: ignore[assignment]  # it only reads and writes
    for place in PLACES:
        await store.sealed.rotate(place, vault, lambda _: None)


async def _fill(database: Path | Secret, vault: Vault) -> None:
    store = Store(database)
    await store.open()
    for number in range(GRANTS):
        await store.grants.save(a_grant(vault, number), NOW)
    for number in range(BODIES):
        name = f"d{number}"
        body = vault.seal(name.encode(), inbox.about(name))
        await store.inbox.receive(Delivery(name, None, NOW, body))
    await store.close()


async def _survive(database: Path | Secret, both: Vault, new: Vault) -> None:
    store = Store(database)
    await _all_open(store, both)
    changed = sum([await store.sealed.rotate(place, both, lambda _: None) for place in PLACES])
    assert changed <= 2 * GRANTS + BODIES
    await _all_open(store, new)
    assert sum([await store.sealed.rotate(place, both, lambda _: None) for place in PLACES]) == 0
    await store.close()


async def _all_open(store: Store, vault: Vault) -> None:
    for number in range(GRANTS):
        grant = await store.grants.grant(a_grant(vault, number).grant_id)
        assert grant is not None
        assert grant.sealed_access is not None
        assert grant.sealed_refresh is not None
        for kept, what, was in (
            (grant.sealed_access, "access", f"a{number}"),
            (grant.sealed_refresh, "refresh", f"r{number}"),
        ):
            assert vault.open_secret(kept, about(grant.grant_id, what, 1)).reveal() == was
    waiting = await store.inbox.waiting(BODIES + 1)
    opened = [vault.open(each.sealed_body, inbox.about(each.delivery_id)).decode() for each in waiting]
    assert opened == [f"d{number}" for number in range(BODIES)]
