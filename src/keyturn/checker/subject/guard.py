"""Ends a subject whose checker has died of anything, a SIGKILL included.

A shell of its own session waits on a pipe only the checker holds open. The pipe breaks with the checker; then
the shell kills the subject's process group and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL, PIPE, Process

_WAITS = 'read -r _; kill -s KILL -- "-$1"'


class Guard:
    """Stands beside one process group."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def over(cls, group: int) -> Guard:
        """Stand guard from now on."""
        return cls(
            await asyncio.create_subprocess_exec(
                *("/bin/sh", "-c", _WAITS, "keyturn-guard", str(group)),
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=DEVNULL,
                start_new_session=True,
            )
        )

    async def leave(self) -> None:
        """Go without ending anything: the group has ended, and its number may be another's soon."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
