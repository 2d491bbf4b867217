"""Fair limits: many accounts share the connections to one Nuki, and one account's burst waits behind itself.

Every account has a lane. A lane has a few calls under way at most; the places are given to the waiting lanes in
turn. Whoever waits too long, or finds too many waiting, is told so: nothing was sent, and a door that opens a minute
after it was asked to is worse than one that does not.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from keyturn.client.errors import TooManyRequests
from keyturn.client.transport import CONNECTIONS, Transport
from keyturn.client.wire import Request, Response

AT_ONCE = 4
"""Calls of one account under way. Nuki names no limit per account; ours."""
WAITING = 100
WAIT_SECONDS = 8.0


@dataclass
class _Queue:
    """One account's calls: how many are under way, and who waits."""

    under_way: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class Fair:
    """Shares ``places`` calls under way among accounts; one for each transport."""

    def __init__(
        self,
        inner: Transport,
        places: int = CONNECTIONS,
        at_once: int = AT_ONCE,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self.inner = inner
        self._free, self._at_once, self._patience = places, at_once, wait_seconds
        self._queues: dict[Hashable, _Queue] = {}
        self._turns: deque[Hashable] = deque()

    def lane(self, account: Hashable) -> Lane:
        """The transport for one account's calls."""
        return Lane(self, account)

    async def enter(self, account: Hashable, request: Request) -> None:
        """Wait for a place. Raises :class:`TooManyRequests`; nothing was sent."""
        queue = self._queues.setdefault(account, _Queue())
        if self._free and queue.under_way < self._at_once and not queue.waiting:
            self._take(queue)
            return
        if len(queue.waiting) >= WAITING:
            raise TooManyRequests(f"{request}: not sent, {WAITING} calls of this account wait already.")
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.waiting.append(place)
        if account not in self._turns:
            self._turns.append(account)
        try:
            await asyncio.wait_for(place, self._patience)
        except TimeoutError:
            raise TooManyRequests(f"{request}: not sent, it waited {self._patience:g} s for its turn.") from None
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave(account)  # given and cancelled in the same breath
            raise

    def leave(self, account: Hashable) -> None:
        """Give the place back, and to whoever's turn it is."""
        queue = self._queues[account]
        queue.under_way -= 1
        self._free += 1
        self._hand_out()
        if not queue.under_way and not queue.waiting:
            self._queues.pop(account, None)

    def _hand_out(self) -> None:
        for _ in range(len(self._turns)):
            if not self._free:
                return
            account = self._turns.popleft()
            queue = self._queues.get(account)
            while queue and queue.waiting and queue.waiting[0].done():
                queue.waiting.popleft()  # it has given up
            if queue is None or not queue.waiting:
                if queue is not None and not queue.under_way:
                    del self._queues[account]
                continue
            if queue.under_way < self._at_once:
                self._take(queue)
                queue.waiting.popleft().set_result(None)
            if queue.waiting:
                self._turns.append(account)

    def _take(self, queue: _Queue) -> None:
        queue.under_way += 1
        self._free -= 1


@dataclass(frozen=True)
class Lane:
    """One account's way to Nuki. Fulfils ``client.transport.Transport``; closing is for who made the shared one."""

    fair: Fair
    account: Hashable

    async def send(self, request: Request) -> Response:
        await self.fair.enter(self.account, request)
        try:
            return await self.fair.inner.send(request)
        finally:
            self.fair.leave(self.account)

    async def aclose(self) -> None:
        """Nothing of its own to close."""
