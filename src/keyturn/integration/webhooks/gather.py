"""Deliveries made durable together: those that come while one group is being written are the next group.

A group is one statement and one commit, however many it holds, so the busier the door the cheaper each delivery.
Serves: confirmed-actions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")
GROUP = 256
"""At most; so many more that wait are a group of their own."""


class Gather(Generic[T]):
    """Writes what is given to it by ``write``, in groups and in the order it came."""

    def __init__(self, write: Callable[..., Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    def __call__(self, one: T) -> asyncio.Future[None]:
        """Done when ``one`` is durable, or failed with what kept it from being written."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())
        return done

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            try:
                await self._write(*(one for one, _ in group))
            except Exception as trouble:
                await self._apart(group, trouble)
            else:
                for _, done in group:
                    _tell(done, None)

    async def _apart(self, group: list[tuple[T, asyncio.Future[None]]], trouble: Exception) -> None:
        """One that cannot be written must not take the others with it."""
        if len(group) == 1:
            _tell(group[0][1], trouble)
            return
        for one, done in group:
            try:
                await self._write(one)
            except Exception as its_own:
                _tell(done, its_own)
            else:
                _tell(done, None)


def _tell(done: asyncio.Future[None], trouble: Exception | None) -> None:
    if done.done():
        return  # the caller has gone
    if trouble is None:
        done.set_result(None)
    else:
        done.set_exception(trouble)
