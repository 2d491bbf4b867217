"""I10: one authorized GET by the client, against the bare HTTP library with a fixed token.

The server does nothing but answer the same account, so that nothing hides what the client adds. Both read the answer.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import httpx2

from bench.figure import Figure, Sample
from bench.servers import started
from keyturn.client import Circuit, Fair, HttpTransport, NukiClient
from keyturn.clock import SystemClock

SECONDS, AT_MOST = 2.0, 1.15
TOKEN = "t" * 43
ACCOUNT = {
    "accountId": 1,
    "type": 0,
    "email": "ada@example.com",
    "name": "Ada",
    "creationDate": "2024-01-01T00:00:00.000Z",
    "updateDate": "2024-01-01T00:00:00.000Z",
}


def against_bare() -> tuple[Figure, Callable[[Figure], None]]:
    """One after the other, over one kept connection; through lane and circuit, as in the integration."""
    figure = Figure("I10", "GET /account, one after the other", "httpx2, fixed token", round(1 / AT_MOST, 2))

    def run(figure: Figure) -> None:
        with _server() as address:
            figure.measure(lambda: asyncio.run(_ours(address)), lambda: asyncio.run(_bare(address)))

    return figure, run


async def _ours(address: str) -> Sample:
    transport = HttpTransport(address)
    lane = Fair(Circuit(transport, SystemClock())).lane("an account")
    async with NukiClient(TOKEN, transport=lane) as nuki:
        sample = await _rate(nuki.account.get)
    await transport.aclose()
    return sample


async def _bare(address: str) -> Sample:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    async with httpx2.AsyncClient(base_url=address, headers=headers, trust_env=False) as client:

        async def get() -> object:
            answer = await client.get("/account")
            answer.raise_for_status()
            return answer.json()

        return await _rate(get)


async def _rate(call: Callable[[], Awaitable[object]]) -> Sample:
    waits: list[float] = []
    end = time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < end:
        await call()
        waits.append(time.perf_counter() - start)
    return Sample(len(waits) / SECONDS, sorted(waits)[int(len(waits) * 0.99)] * 1000)


@contextmanager
def _server() -> Iterator[str]:
    with started([sys.executable, "-m", "bench.calls.client_rates"]) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"


class _Answer(asyncio.Protocol):
    """The same answer to whatever ends in an empty line."""

    body = json.dumps(ACCOUNT).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._out = transport

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._out.write(self.head + self.body)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
