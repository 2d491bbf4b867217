"""The subject's process: started in a group of its own, listened to with bounds, and ended whatever happens."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import secrets
import shutil
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from keyturn.checker.errors import NotPlayed
from keyturn.checker.subject.guard import Guard

GRACE_SECONDS = 2.0
OUTPUT_AT_MOST = 256 * 1024
"""Bytes kept of its output, the newest; a subject that floods loses only its own words."""
LAST_LINES = 8
MARK = "KEYTURN_CHECK_RUN"
"""In the environment of everything a subject starts: by it a child is found that has left the group."""
_groups: set[int] = set()
_PORTS = range(20_000, 32_000)
_given_out = count(os.getpid() * 97)  # several checkers on a machine begin at places of their own


@atexit.register
def _end_all() -> None:
    for group in _groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def search_path() -> str:
    """Where commands are looked for: first beside our own Python, so that ``python`` means this one."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))


def found(command: str, folder: Path) -> str | None:
    """The program a command names, or None when there is none that can be run."""
    if os.sep in command:
        program = folder / command
        return str(program) if program.is_file() and os.access(program, os.X_OK) else None
    return shutil.which(command, path=search_path())


def free_port() -> int:
    """A port of the loopback address nobody listens on, and that was not given out before.

    A subject takes a moment until it listens. Meanwhile no other subject may be given the port, and no program that
    asks the system for any port: those come from above 32767 (Linux), so ours do not.
    """
    while True:
        port = _PORTS[next(_given_out) % len(_PORTS)]
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port


def _marked(mark: str) -> Iterator[int]:
    """Processes with this in their environment, wherever they went. Where there is no /proc: none."""
    for place in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # it ended, or is somebody else's
            if mark.encode() in place.read_bytes().split(b"\0"):
                yield int(place.parent.name)


class Running:
    """A started subject."""

    def __init__(self, process: Process, guard: Guard, mark: str) -> None:
        self._process, self._guard, self._mark = process, guard, mark
        self._kept: deque[bytes] = deque()
        self._size = 0
        self._listening = asyncio.create_task(self._listen())
        _groups.add(process.pid)

    @classmethod
    async def start(cls, command: Sequence[str], env: Mapping[str, str], folder: Path) -> Running:
        """Raises :class:`NotPlayed` when the program cannot be run."""
        program = found(command[0], folder)
        if program is None:
            raise NotPlayed(f"The subject's command {command[0]!r} is no program that can be run.")
        mark = secrets.token_hex(16)
        try:
            process = await asyncio.create_subprocess_exec(
                *(program, *command[1:]),
                env={**os.environ, "PATH": search_path(), **env, MARK: mark},
                cwd=folder,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                start_new_session=True,
            )
        except OSError as trouble:
            raise NotPlayed(f"The subject's command {command[0]!r} cannot be run: {trouble.strerror}.") from None
        return cls(process, await Guard.over(process.pid), f"{MARK}={mark}")

    async def ready(self, answers: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Wait until it answers. Raises :class:`NotPlayed` when it ends before, or takes too long."""
        try:
            async with asyncio.timeout(seconds):
                while not await answers():
                    if self._process.returncode is not None:
                        raise NotPlayed(
                            f"The subject ended with exit code {self._process.returncode} before it was ready. "
                            f"{self.last_words()}"
                        )
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise NotPlayed(
                f"The subject was not ready within {seconds:.0f} seconds. {self.last_words()}"
            ) from None

    @property
    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self._process.returncode is not None

    def output(self) -> str:
        """What it printed, as far as it is kept. It may hold secrets."""
        return b"".join(self._kept).decode(errors="replace")

    def last_words(self) -> str:
        """The end of its output, for a message. It may hold secrets."""
        lines = self.output().splitlines()[-LAST_LINES:]
        return (
            "Its last words:\n" + "\n".join(f"  {line[:300]}" for line in lines) if lines else "It said nothing."
        )

    async def stop(self) -> None:
        """End it and everything it started. Harmless to repeat."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), GRACE_SECONDS)
        self._signal(signal.SIGKILL)
        for number in _marked(self._mark):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        await self._process.wait()
        await self._guard.leave()
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        _groups.discard(self._process.pid)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while piece := await self._process.stdout.read(64 * 1024):
            self._kept.append(piece)
            self._size += len(piece)
            while self._size > OUTPUT_AT_MOST and len(self._kept) > 1:
                self._size -= len(self._kept.popleft())
