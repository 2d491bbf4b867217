"""One of several processes that share a store and a grant: reads the devices many times at once, says how it went.

Run as a script with the path of a settings file; every line that comes in is a round.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from keyturn.client import HttpTransport, NukiClient, OAuthClient
from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.keeper import Keeper
from keyturn.integration.grants.vault import Vault
from keyturn.integration.store import Store
from keyturn.secrecy import Secret


async def main(told: dict[str, str]) -> None:
    """``tasks`` reads at once, whenever a line comes in."""
    named = told["database"]
    store = Store(Secret(named) if named.startswith("postgresql:") else Path(named))
    await store.open()
    transport = HttpTransport(told["base_url"])
    oauth = OAuthClient(
        told["client_id"], Secret(told["client_secret"]), base_url=told["base_url"], transport=transport
    )
    keeper = Keeper(store.grants, Vault.from_setting(Secret(told["vault_keys"])), oauth, SystemClock())
    nuki = NukiClient(keeper.source(GrantId(told["grant_id"])), base_url=told["base_url"], transport=transport)
    print("ready", flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        outcomes = await asyncio.gather(
            *(nuki.smartlocks.list() for _ in range(int(told["tasks"]))), return_exceptions=True
        )
        failed = [repr(outcome) for outcome in outcomes if isinstance(outcome, BaseException)]
        print(json.dumps({"good": len(outcomes) - len(failed), "failed": failed[:3]}), flush=True)
    await store.close()
    await transport.aclose()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
