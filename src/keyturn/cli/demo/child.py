"""One child process: ``keyturn`` itself with another verb, its words kept in a log."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from keyturn.cli import state
from keyturn.cli.complaint import Broken
from keyturn.cli.serving import END_WITH_PARENT, GRACE_SECONDS

START_SECONDS = 30.0
LAST_LINES = 12
"""Lines of the log that are shown when a child died."""


class Child:
    """A server started with ``--format json``. ``name`` is what it is called in messages."""

    def __init__(self, name: str, log: Path, process: Process) -> None:
        self.name, self._log, self._process = name, log, process

    @staticmethod
    async def start(name: str, arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> Child:
        """Start it. Secrets go in by ``environ``: a command line can be read by every user of the machine."""
        state.write_private(log, b"")
        with log.open("wb") as words:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "keyturn.cli", *arguments, "--format", "json"),
                env={**os.environ, **environ, END_WITH_PARENT: "1"},
                stdin=PIPE,  # its end tells the child that we are gone
                stdout=PIPE,
                stderr=words,
                start_new_session=True,  # Ctrl-C reaches us only: we end the children, in order
                limit=2**20,
            )
        return Child(name, log, process)

    async def ready(self) -> dict[str, Any]:
        """Its first line, once it accepts connections. Raises :class:`Broken` when it does not come up."""
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS)
        except TimeoutError:
            raise Broken(
                f"The {self.name} did not start within {START_SECONDS:.0f} seconds.", self._reason()
            ) from None
        if not line:
            await self._process.wait()
            raise self._died("did not start")
        facts: dict[str, Any] = msgspec.json.decode(line)
        return facts

    async def watch(self) -> None:
        """Wait until it dies, and raise :class:`Broken` that says which and why."""
        await self._process.wait()
        raise self._died("ended by itself")

    async def end(self) -> None:
        """Ask it to end; after some patience, make it."""
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), GRACE_SECONDS + 2)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def _died(self, how: str) -> Broken:
        code = self._process.returncode
        told = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return Broken(f"The {self.name} {how} ({told}).", self._reason())

    def _reason(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        said = "\n".join(f"  {line}" for line in lines) if lines else "  (nothing)"
        return f"Its last words, from {self._log}:\n{said}"
