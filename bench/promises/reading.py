"""A process that reads tokens from the vault, and now and then renews one, until told to end.

Run as a module with database, file of keys, number of grants, and its own number.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from datetime import timedelta
from pathlib import Path

from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import about, seal_pair
from keyturn.integration.grants.keys import FileKeys
from keyturn.integration.grants.vault import Vault
from keyturn.integration.store import Store
from keyturn.secrecy import Secret

TOKEN = "t" * 43
HOUR = timedelta(hours=1)


def a_grant(vault: Vault, number: int) -> Grant:
    """Like one just connected."""
    grant_id = GrantId(f"{number:024d}")
    access, refresh = seal_pair(vault, grant_id, 1, Secret(TOKEN), Secret(TOKEN))
    return Grant(
        grant_id=grant_id,
        customer_id=CustomerId(f"c{number}"),
        account_id=None,
        state=GrantState.ACTIVE,
        scopes=("smartlock.readOnly", "smartlock.action"),
        generation=1,
        expires_at=SystemClock().now() + HOUR,
        sealed_access=access,
        sealed_refresh=refresh,
    )


async def _read(database: Path, ring: Path, grants: int, me: str) -> dict[str, int]:
    store, vault, clock = Store(database), Vault(FileKeys(ring)), SystemClock()
    counts, luck, told = {"reads": 0, "renewals": 0, "failed": 0}, random.Random(me), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, told.set)
    print("reading", flush=True)
    while not told.is_set():
        grant = await store.grants.grant(GrantId(f"{luck.randrange(grants):024d}"))
        assert grant is not None
        assert grant.sealed_access is not None
        try:
            opened = vault.open_secret(grant.sealed_access, about(grant.grant_id, "access", grant.generation))
            counts["failed"] += opened != Secret(TOKEN)
        except Exception:
            counts["failed"] += 1
        counts["reads"] += 1
        if counts["reads"] % 50 == 0:
            now, following = clock.now(), grant.generation + 1
            if await store.grants.take_lease(grant.grant_id, grant.generation, me, now, now + HOUR):
                pair = seal_pair(vault, grant.grant_id, following, Secret(TOKEN), Secret(TOKEN))
                kept = (pair, now + HOUR, grant.scopes, now + HOUR)
                counts["renewals"] += await store.grants.replace_pair(grant.grant_id, me, grant.generation, *kept)
    await store.close()
    return counts


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_read(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))))
