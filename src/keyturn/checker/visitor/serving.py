"""A server of ours on the loopback address, for as long as it is needed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # Ctrl-C ends the check, and the check ends us


@contextlib.contextmanager
def claimed(port: int = 0) -> Iterator[socket.socket]:
    """A place to serve at; 0 is any free port."""
    with socket.create_server(("127.0.0.1", port), backlog=512) as place:
        yield place


@contextlib.asynccontextmanager
async def served(
    app: object, place: socket.socket, certificate: Path | None = None, key: Path | None = None
) -> AsyncIterator[None]:
    """With a certificate and its key by TLS, without by plain HTTP."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[place]))
    try:
        await asyncio.wait_for(server.up.wait(), 10)
        yield
    finally:
        server.should_exit = server.force_exit = True
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        await serving
