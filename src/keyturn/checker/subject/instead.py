"""For a subject that cannot be told another address for Nuki: its HTTPS goes through a proxy that leads to the sandbox.

Nothing of the machine is changed, and no rights are needed: the proxy and the authority to trust stand in the
environment of the subject's process, where HTTP clients of most languages look for them.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from keyturn.checker.subject.proxy import passed

HEAD_AT_MOST = 16 * 1024
NO_PROXY = "localhost,127.0.0.1,::1"
LACKING = (
    "The subject never asked for {name} through the proxy in its environment (HTTPS_PROXY), and may have asked the "
    "real one. Have its HTTP client read HTTPS_PROXY and SSL_CERT_FILE (Node: NODE_USE_ENV_PROXY, from version 24 on), "
    "or let it be told another address for Nuki."
)


@dataclass
class Instead:
    """``name``: the server whose place is taken. ``truly``: the sandbox's own address. ``asked``: how often the subject
    wanted to speak with it.
    """

    name: str
    truly: str
    asked: int = 0

    def environment(self, proxy_port: int, ca_file: Path) -> dict[str, str]:
        """What to add to the subject's. The file vouches for the name, and for the servers of this machine."""
        address, trusted = f"http://127.0.0.1:{proxy_port}", str(ca_file.resolve())
        return {
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), address),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), NO_PROXY),
            **dict.fromkeys(
                ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"), trusted
            ),
            "NODE_USE_ENV_PROXY": "1",
        }

    async def serve(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: to the sandbox for the name, to nobody for any other: a check speaks with nobody outside."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, _, rest = head.decode("latin-1").partition(" ")
            if method != "CONNECT" or rest.split(" ")[0] != f"{self.name}:443":
                writer.write(
                    b"HTTP/1.1 403 Only the stand-in is reached from a check\r\nContent-Length: 0\r\n\r\n"
                )
                await writer.drain()
            else:
                self.asked += 1
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                await asyncio.gather(passed(reader, far_writer), passed(far_reader, writer))
        with contextlib.suppress(OSError):
            writer.close()


@contextlib.asynccontextmanager
async def stood_in(instead: Instead, place: socket.socket, port: int) -> AsyncIterator[None]:
    """Proxy at ``place`` as long as this lasts; at ``port`` the sandbox shows a certificate for the name."""
    server = await asyncio.start_server(partial(instead.serve, port), sock=place, limit=HEAD_AT_MOST)
    try:
        yield
    finally:
        server.close()
