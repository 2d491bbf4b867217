"""Webhooks over a real socket, with TLS that is really checked."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
import trustme

from keyturn.sandbox.webhooks.deliver import HttpDelivery

ANSWER = b"HTTP/1.1 %d X\r\ncontent-length: 0\r\nlocation: https://elsewhere.example/\r\n\r\n"


class Receiver:
    """Answers one status and remembers what came."""

    def __init__(self, status: int, context: ssl.SSLContext | None) -> None:
        self.status, self.context, self.seen = status, context, b""

    async def __aenter__(self) -> Receiver:
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=self.context)
        port = self.server.sockets[0].getsockname()[1]
        self.url = f"{'https' if self.context else 'http'}://127.0.0.1:{port}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        await self.server.wait_closed()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.seen = head + await reader.readexactly(2)
        writer.write(ANSWER % self.status)
        await writer.drain()
        writer.close()


@pytest.mark.parametrize("status", [204, 302, 500])
def test_the_bytes_arrive_and_the_status_comes_back(tmp_path: Path, status: int) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)

    async def story() -> None:
        async with Receiver(status, context) as receiver:
            delivery = HttpDelivery(ca_file)
            assert await delivery(receiver.url, {"X-Nuki-Signature-SHA256": "ab"}, b"{}") == status
            await delivery.close()
            assert receiver.seen.startswith(b"POST /hook ")
            assert b"X-Nuki-Signature-SHA256: ab" in receiver.seen
            assert receiver.seen.endswith(b"\r\n\r\n{}")

    asyncio.run(story())


def test_an_untrusted_receiver_and_a_closed_port_are_os_errors() -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    async def story() -> None:
        delivery = HttpDelivery()
        async with Receiver(204, context) as receiver:
            with pytest.raises(OSError, match=r"(?i)certificate"):
                await delivery(receiver.url, {}, b"{}")
        with pytest.raises(OSError, match=r"(?i)connect"):
            await delivery(receiver.url, {}, b"{}")
        with pytest.raises(OSError, match="."):
            await delivery("https://", {}, b"{}")
        await delivery.close()
        await delivery.close()

    asyncio.run(story())
