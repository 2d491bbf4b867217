"""``keyturn vault``: keys for what the integration keeps sealed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from keyturn.cli.command import Group
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import say
from keyturn.cli.state import write_private
from keyturn.secrecy import Secret

if TYPE_CHECKING:
    from keyturn.integration.grants.vault import Vault
    from keyturn.integration.settings import Settings
    from keyturn.integration.store import Store

ROUNDS = 5
"""A process that still seals with the old key notices the new one when it reads what we have sealed."""
app = Group("Keys for what the integration keeps sealed.")


@app.verb("new-key")
def new_key() -> None:
    """Print one new key for the vault.

    To rotate, put it in front of the keys in use, with a comma between: the first key seals, every key opens. Then
    run `keyturn vault rotate`. Keep it as you keep a password; what it sealed cannot be read without it.
    """
    say(fresh_key().reveal())


@app.verb("status")
def status() -> None:
    """Print how much each key has sealed. A key that has sealed nothing can be taken out of the ring."""
    _with_vault(_status)


@app.verb("rotate")
def rotate() -> None:
    """Seal everything anew with the first key, while the integration runs.

    Put the new key in front first, wherever the processes read their keys. From a file or a command they notice it by
    themselves; keys in the environment need two restarts: one with the new key behind the old, one with it in front.
    May be stopped and run again: it goes on where it stopped.
    """
    _with_vault(_rotate)


async def _status(store: Store, vault: Vault, settings: Settings) -> None:
    from keyturn.integration.grants.application import sealed_by
    from keyturn.integration.grants.vault import mark_of
    from keyturn.integration.store.sealed import PLACES

    known, file = 0, settings.client_secret_file
    for name in vault.key_ids:
        count = sum([await store.sealed.count(place, mark_of(name)) for place in PLACES])
        known += count
        count += bool(file and sealed_by(file) == name)
        say(f"{name}  {count} sealed{'  seals' if name == vault.sealing else ''}")
    if missing := sum([await store.sealed.count(place) for place in PLACES]) - known:
        raise Complaint(
            f"{missing} values are sealed with keys that are not in the ring.",
            "Add the old key behind the first one again; without it these values cannot be read.",
        )


async def _rotate(store: Store, vault: Vault, settings: Settings) -> None:
    from keyturn.integration.store.sealed import PLACES

    for _ in range(ROUNDS):
        changed = 0
        for place in PLACES:
            everything, done = await store.sealed.count(place), await store.sealed.count(place, vault.mark)

            def told(
                batch: int, place: str = f"{place.table}.{place.column}", everything: int = everything
            ) -> None:
                nonlocal done
                done += batch
                say(f"{place}: {done} of {everything}")

            changed += await store.sealed.rotate(place, vault, told)
        if not changed:
            _rotate_file(vault, settings)
            say(f"Everything is sealed with {vault.sealing}. The other keys can be taken out of the ring.")
            return
    raise Complaint(
        "Somebody goes on sealing with another key.",
        "Give every running process the new ring, its first key in front, and run this again.",
    )


def _rotate_file(vault: Vault, settings: Settings) -> None:
    from keyturn.integration.grants.application import sealed, with_secret

    if file := settings.client_secret_file:
        try:
            write_private(file, sealed(with_secret(settings, vault).client_secret, vault))
        except OSError as trouble:
            raise Complaint(
                f"{file} cannot be written: {trouble.strerror}.", "Allow it, and say it again."
            ) from None
        say(f"{file}: sealed")


def _with_vault(work: Callable[[Store, Vault, Settings], Awaitable[None]]) -> None:
    import asyncio

    from keyturn.integration import Settings
    from keyturn.integration.errors import OperatorError
    from keyturn.integration.grants.keys import source_of
    from keyturn.integration.grants.vault import Vault
    from keyturn.integration.store import Store

    async def run() -> None:
        settings = Settings.from_environment(os.environ)
        vault, store = Vault(source_of(settings)), Store(settings.database)
        try:
            await store.open()
            await work(store, vault, settings)
        finally:
            await store.close()

    try:
        asyncio.run(run())
    except OperatorError as wrong:
        raise Complaint(str(wrong), wrong.remedy) from None


def fresh_key() -> Secret:
    """``id:base64key``, the id unlike any other in the ring."""
    from keyturn.integration.grants.vault import new_key

    return new_key(f"k{secrets.token_hex(4)}")
