"""Requests sent twice: the second gets the first one's answer, and nothing is done again.

The answer is kept sealed, since it may carry a link or a secret shown once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import CallRefused
from keyturn.integration.grants.vault import Vault

LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A request seen before. Without an answer it is still being worked on, or its process died."""

    request_digest: str
    status: int | None = None
    sealed_answer: bytes | None = None


class RepeatStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def begin_repeat(self, key_id: str, name: str, request_digest: str, now: datetime) -> Kept | None:
        """None if it is the first of its name; else what is kept of the first."""

    async def keep_answer(self, key_id: str, name: str, status: int, sealed_answer: bytes) -> None: ...

    async def forget_repeat(self, key_id: str, name: str) -> None: ...


class Repeats:
    """Recognises repetitions, each key's for itself."""

    def __init__(self, store: RepeatStore, vault: Vault, clock: Clock) -> None:
        self._store, self._vault, self._clock = store, vault, clock

    async def begin(self, key_id: str, name: str, request_digest: str) -> tuple[int, bytes] | None:
        """None: go on. Else status and body of the first answer.

        Raises :class:`CallRefused`: another request of this name (``repeat-differs``), or one whose outcome is not
        known (``repeat-running``): it is never carried out a second time on a guess.
        """
        if not 0 < len(name) <= LONGEST or not name.isascii() or not name.isprintable():
            raise CallRefused(
                "The idempotency key is not 1 to 200 printable ASCII characters.", code="bad-request"
            )
        kept = await self._store.begin_repeat(key_id, name, request_digest, self._clock.now())
        if kept is None:
            return None
        if kept.request_digest != request_digest:
            raise CallRefused("The idempotency key was used for another request.", code="repeat-differs")
        if kept.status is None or kept.sealed_answer is None:
            raise CallRefused(
                "The first request of this idempotency key has no answer yet.", code="repeat-running"
            )
        return kept.status, self._vault.open(kept.sealed_answer, about(key_id, name))

    async def keep(self, key_id: str, name: str, status: int, answer: bytes) -> None:
        """The answer, for those who ask again."""
        await self._store.keep_answer(key_id, name, status, self._vault.seal(answer, about(key_id, name)))

    async def forget(self, key_id: str, name: str) -> None:
        """Nothing was done: the same name may be used again."""
        await self._store.forget_repeat(key_id, name)


def about(key_id: str, name: str) -> str:
    return f"repeat/{key_id}/{name}"
