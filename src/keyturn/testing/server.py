"""The sandbox on a real loopback socket, for integrations in other processes and languages."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlsplit

import uvicorn

from keyturn.sandbox import Seed
from keyturn.sandbox.webhooks.deliver import HttpDelivery
from keyturn.testing.door import Door
from keyturn.testing.mail import Mail
from keyturn.testing.nuki import VirtualNuki

START_SECONDS = 10.0
END_SECONDS = 5.0
Value = TypeVar("Value")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


class NukiServer(VirtualNuki):
    """``url`` is its address, plain HTTP on 127.0.0.1. Time stands still until it is advanced.

    Webhooks are kept in ``webhooks``; ``forward_to``, an address like ``http://127.0.0.1:9000``, gets each of them at
    the path it was registered with, and its answer counts.
    """

    def __init__(self, seed: Seed | None = None) -> None:
        super().__init__(seed)
        self.forward_to: str | None = None
        self.webhooks.receiver = self._forward
        self._delivery = HttpDelivery()
        self._place = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._place.getsockname()[1]}"
        self.facts = self.sandbox.facts(self.url)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        config = uvicorn.Config(self.app, access_log=False, log_config=None, timeout_graceful_shutdown=1)
        self._server = _Server(config, self._ready)
        self._thread = threading.Thread(target=self._serve, name="nuki_server", daemon=True)

    def start(self) -> None:
        """Serve from a thread of its own. Raises ``TimeoutError`` when it does not come up."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError(f"The sandbox did not start within {START_SECONDS:.0f} seconds.")

    def close(self) -> None:
        """End it, and the connections it has."""
        self._server.should_exit = True
        self._thread.join(END_SECONDS)
        self._place.close()

    def advance(self, seconds: float) -> None:
        """Let time pass; everything due has happened and every webhook has left when this returns."""
        self._in_loop(self.clock.advance(seconds))

    def person(self, door: Door, does: str, **more: Any) -> None:
        """What somebody does at the door: ``turn_key_lock``, ``ring_bell``, ``open_door``, …"""
        self._in_loop(self._does(door, does, more))

    async def _forward(self, mail: Mail) -> int | None:
        if self.forward_to is None:
            return None
        parts = urlsplit(mail.url)
        return await self._delivery(self.forward_to.rstrip("/") + (parts.path or "/"), mail.headers, mail.body)

    def _serve(self) -> None:
        asyncio.run(self._story())

    async def _story(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._place])
        await self._delivery.close()

    def _in_loop(self, story: Coroutine[Any, Any, Value]) -> Value:
        assert self._loop is not None, "the server has not been started"
        return asyncio.run_coroutine_threadsafe(story, self._loop).result()
