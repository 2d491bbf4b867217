"""A guest house as the checker's subject without a process of its own: started in milliseconds, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import uvicorn
from tests.sabotage.spoiling import spoiled

from guesthouse.app import GuestHouse
from guesthouse.settings import Settings


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Inside(logging.Handler):
    """Takes the place of the checker's ``Running``. The command's last word names the sabotage, if there is one."""

    ended = False

    def __init__(self, house: type[GuestHouse], settings: Settings) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._house = house(settings)
        self._server = _Server(
            uvicorn.Config(
                self._house.app(),
                host="127.0.0.1",
                port=settings.port,
                access_log=False,
                log_config=None,
                lifespan="off",
            )
        )
        self._serving = asyncio.create_task(self._server.serve())
        self._log = logging.getLogger("guesthouse")
        self._log.setLevel(logging.INFO)
        self._log.addHandler(self)

    @classmethod
    async def start(cls, command: Sequence[str], env: Mapping[str, str], folder: Path) -> Inside:
        word = command[-1]
        return cls(GuestHouse if word == "guesthouse" else spoiled(word), Settings.from_environment(env))

    async def ready(self, answers: Callable[[], Awaitable[bool]], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not self._server.started:  # noqa: ASYNC110  # uvicorn has no event for it
                await asyncio.sleep(0.01)
        assert await answers()

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    def output(self) -> str:
        return "\n".join(self._lines)

    def last_words(self) -> str:
        return self.output()[-1000:]

    async def stop(self) -> None:
        self._log.removeHandler(self)
        self._server.should_exit = self._server.force_exit = True
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        await self._serving
        await self._house.http.aclose()
        self._house.store.db.close()
