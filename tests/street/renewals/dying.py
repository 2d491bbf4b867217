"""A process that is killed at a chosen step of a renewal: no cleaning up, no last word.

Run as a module, it forks one such process for every line of settings and step that comes in, and says how it ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from tests.street.renewals.crowd import store_of

from keyturn.client import HttpTransport, OAuthClient, TokenPair
from keyturn.clock import SystemClock
from keyturn.integration.grants.grant import Grant, GrantId
from keyturn.integration.grants.keeper import Keeper
from keyturn.integration.grants.vault import Vault
from keyturn.secrecy import Secret

STEPS = ("lease taken", "request sent", "answer received", "committed")
SEND_SECONDS = 0.3
"""Long enough for a request to reach the server on this machine, whose answer is then not waited for."""


def die() -> None:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


class Steps:
    """The store and the token endpoint as the keeper sees them, with the step at which the process dies."""

    def __init__(self, store: Any, oauth: OAuthClient, step: str) -> None:
        self._store, self._oauth, self._step = store, oauth, step

    async def grant(self, grant_id: GrantId) -> Grant | None:
        found: Grant | None = await self._store.grant(grant_id)
        return found

    def watch(self, told: Any) -> None:
        self._store.watch(told)

    async def take_lease(self, *lease: Any) -> bool:
        taken: bool = await self._store.take_lease(*lease)
        if taken and self._step == "lease taken":
            die()
        return taken

    async def drop_lease(self, grant_id: GrantId, holder: str) -> None:
        await self._store.drop_lease(grant_id, holder)

    async def replace_pair(self, *pair: Any) -> bool:
        replaced: bool = await self._store.replace_pair(*pair)
        if self._step == "committed":
            die()
        return replaced

    async def lose(self, *grant: Any) -> bool:
        lost: bool = await self._store.lose(*grant)
        return lost

    async def refresh(self, refresh_token: Secret) -> TokenPair:
        asking = asyncio.create_task(self._oauth.refresh(refresh_token))
        if self._step == "request sent":
            await asyncio.sleep(SEND_SECONDS)
            die()
        pair = await asking
        if self._step == "answer received":
            die()
        return pair


class Ahead(SystemClock):
    """A clock some seconds ahead: what a survivor sees once a dead process's lease has lapsed."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def now(self) -> Any:
        return super().now() + timedelta(seconds=self._seconds)


async def renew(told: dict[str, str], step: str, ahead: float = 0.0) -> str:
    """Renew the stored token once; the new access token. Raises as the keeper does."""
    store, transport = store_of(told), HttpTransport(told["base_url"])
    oauth = OAuthClient(
        told["client_id"], Secret(told["client_secret"]), base_url=told["base_url"], transport=transport
    )
    steps = Steps(store.grants, oauth, step)
    keeper = Keeper(steps, Vault.from_setting(Secret(told["vault_keys"])), steps, Ahead(ahead))
    grant_id = GrantId(told["grant_id"])
    try:
        return (await keeper.renew(grant_id, Secret(told["seen"]))).reveal()
    finally:
        await store.close()
        await transport.aclose()


def main() -> None:
    """Nothing but imports has happened before the fork, so that each child is as good as a process of its own."""
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(renew(told["told"], told["step"]))
            finally:
                os._exit(1)  # it was to die on the way
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
