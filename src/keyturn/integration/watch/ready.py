"""Whether this process can do its work: each part is asked, within a limit, and a part that cannot is named.

Alive is another question: a process whose database is away is alive, and is not helped by being killed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from keyturn.integration.errors import OperatorError
from keyturn.integration.grants.vault import Vault, key_id

LIMIT_SECONDS = 2.0
"""A balancer asks every few seconds, and takes no answer for no."""
log = logging.getLogger(__name__)
Check = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Readiness:
    """Parts by name; the text is ``ok`` or says what to look at, and holds no secret."""

    parts: dict[str, str]

    @property
    def ready(self) -> bool:
        """Whether every part is."""
        return all(said == "ok" for said in self.parts.values())


class ReadyStore(Protocol):
    """What this file needs of the store."""

    async def schema(self) -> tuple[int, int]:
        """How many migrations the database has seen, and how many this program knows."""

    async def one_sealed(self) -> bytes | None:
        """Any sealed value that is in use, or None where nothing is kept yet."""


async def readiness(checks: Mapping[str, Check], limit: float = LIMIT_SECONDS) -> Readiness:
    """Ask every part at once. Never raises."""
    said = await asyncio.gather(*(_ask(name, check, limit) for name, check in checks.items()))
    return Readiness(dict(zip(checks, said, strict=True)))


def checks(store: ReadyStore, vault: Vault) -> dict[str, Check]:
    """The parts of an integration."""

    async def database() -> None:
        await store.schema()

    async def migrations() -> None:
        done, known = await store.schema()
        if done < known:  # one that is ahead was migrated by a newer process: during an upgrade we go on
            raise OperatorError(
                f"the database is at version {done}, this program at {known}",
                remedy="Restart this process: the newest one migrates when it starts.",
            )

    async def keys() -> None:
        vault.open(vault.seal(b"ready", "ready"), "ready")
        sealed = await store.one_sealed()
        if sealed is not None and key_id(sealed) not in vault.key_ids:
            raise OperatorError(
                f"values are sealed with the key {key_id(sealed)!r}, which is not in the ring",
                remedy="Add that key to the vault's keys again, after the first one.",
            )

    return {"database": database, "migrations": migrations, "vault": keys}


async def _ask(name: str, check: Check, limit: float) -> str:
    try:
        await asyncio.wait_for(check(), limit)
    except TimeoutError:
        said = f"no answer within {limit:g} s"
    except OperatorError as wrong:
        said = f"{wrong}. {wrong.remedy}"
    except Exception as trouble:
        said = f"{type(trouble).__name__}; see the log"
        log.error("Not ready, %s: %s", name, trouble)
    else:
        return "ok"
    return said
