"""Pages that change by themselves: server-sent events, told within the process and noticed across processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

LOOK_SECONDS = 1.0
"""How often a listener looks whether another process has changed something."""
QUIET_SECONDS = 15.0
"""A comment is sent at least this often, so that proxies keep the line and a gone browser is noticed."""


class Feed:
    """Wakes those who wait for a change."""

    def __init__(self, version: Callable[[], Awaitable[int]]) -> None:
        self._version = version
        self._changed = asyncio.Event()
        self._closed = False

    def changed(self) -> None:
        """Something a page may show has changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Let every listener go: the server ends."""
        self._closed = True
        self.changed()

    async def next_change(self, seen: int) -> int | None:
        """Wait until there may be something new, at most ``QUIET_SECONDS``; the new version, None at the end."""
        for _ in range(round(QUIET_SECONDS / LOOK_SECONDS)):
            if self._closed:
                return None
            happened = self._changed
            version = await self._version()
            if version != seen:
                return version
            try:
                await asyncio.wait_for(happened.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue
        return None if self._closed else seen
