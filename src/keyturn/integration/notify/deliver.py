"""The door through which events leave: one attempt, to an address that was judged, and nothing believed of the answer.

The name is resolved once; the connection goes to an address of that answer while TLS and Host keep the name. No
redirect is followed, no proxy asked, and of the answer little is read.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.address import checked, may_connect

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult

ATTEMPT_SECONDS = 15.0
ANSWER_BYTES = 16 * 1024
Deliver = Callable[[str, Mapping[str, str], bytes], Awaitable[int]]
"""Sends one attempt; gives the receiver's status. Raises ``OSError``, ``TimeoutError``, :class:`CallRefused`."""
Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the system resolves it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Post:
    """Sends events out. ``ca_file`` is trusted besides the system's authorities, ``loopback`` is for development."""

    def __init__(
        self, *, loopback: bool = False, ca_file: Path | None = None, resolving: Resolve = resolve
    ) -> None:
        self._loopback, self._resolve = loopback, resolving
        self._ca_file = ca_file
        self._tls: ssl.SSLContext | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """One attempt; the receiver's status. Raises as :data:`Deliver` says."""
        import aiohttp  # with the first event, not before: it takes longer to load than all the rest

        async with asyncio.timeout(ATTEMPT_SECONDS):
            address = await self._judged(url)
            connector = aiohttp.TCPConnector(ssl=self._trust(), resolver=_pinned(address), use_dns_cache=False)
            try:
                async with (
                    aiohttp.ClientSession(connector=connector, trust_env=False) as session,
                    session.post(url, data=body, headers=dict(headers), allow_redirects=False) as answer,
                ):
                    await answer.content.read(ANSWER_BYTES)
                    return answer.status
            except (aiohttp.ClientError, ValueError) as trouble:
                raise OSError(f"{type(trouble).__name__}") from trouble

    async def _judged(self, url: str) -> str:
        parts = urlsplit(checked(url, self._loopback))
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._resolve(parts.hostname or "", port)
        # One inner address among them is enough: whoever mixes them means no good.
        if not addresses or not all(may_connect(ip_address(each), self._loopback) for each in addresses):
            raise CallRefused("The name leads to an address that is not public.", code="address-refused")
        return addresses[0]

    def _trust(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            if self._ca_file is not None:
                self._tls.load_verify_locations(self._ca_file)
        return self._tls


def _pinned(address: str) -> Any:
    """A resolver that knows one address, whatever it is asked."""
    from aiohttp.abc import AbstractResolver

    class Pinned(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            kind = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
            flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
            return [{"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": flags}]

        async def close(self) -> None:
            """Nothing to let go."""

    return Pinned()
