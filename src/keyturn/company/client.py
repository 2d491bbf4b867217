"""The client: every operation of ``/v1``, named as in its document, in Python's spelling."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from keyturn.client.transport import HttpTransport, Transport
from keyturn.clock import Clock, SystemClock
from keyturn.company.access import Access
from keyturn.company.doors import Customers, Doors
from keyturn.company.events import Events
from keyturn.company.support import Support
from keyturn.secrecy import Secret

PATIENCE_SECONDS = 45.0
"""Longer than the longest ``wait`` of an action, and what Nuki takes before it."""


class KeyturnClient(Customers, Doors, Access, Events, Support):
    """The API of one Keyturn. ``base_url`` is its address without ``/v1``, ``key`` an API key.

    A ``transport`` handed in is closed by who made it; its own base address counts then. Raises ``ValueError`` for
    a base address that is none.
    """

    def __init__(
        self, base_url: str, key: str | Secret, transport: Transport | None = None, clock: Clock | None = None
    ) -> None:
        self._own = transport is None
        key = Secret(key) if isinstance(key, str) else key
        transport = transport or HttpTransport(base_url, timeout=PATIENCE_SECONDS)
        super().__init__(transport, key, clock or SystemClock())

    async def aclose(self) -> None:
        """Close the connections, if they are this client's own."""
        if self._own:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
