"""SQLite in two threads: one writes and commits in groups, one reads.

A commit with ``synchronous=FULL`` costs a disk flush; many callers share one. A caller's work runs in a savepoint
of its own, so that one failure undoes nobody else's. Several processes may share the file: WAL lets one write at
a time, and ``BEGIN IMMEDIATE`` waits for its turn.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import apsw

from keyturn.integration.errors import OperatorError

T = TypeVar("T")
Work = Callable[[apsw.Connection], Any]
_Job = tuple[Work, asyncio.AbstractEventLoop, asyncio.Future[Any]]
GROUP = 256
BUSY_MS = 10_000


def to_ms(instant: datetime) -> int:
    """An instant as it is stored."""
    return round(instant.timestamp() * 1000)


def from_ms(stored: int) -> datetime:
    """An instant as it was stored, in UTC."""
    return datetime.fromtimestamp(stored / 1000, UTC)


class Sqlite:
    """One database file. ``write`` returns after the commit, ``read`` sees every commit that returned."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writing, self._reading = _connect(path), _connect(path)
            path.chmod(0o600)
            _migrate(self._writing)
        except (OSError, apsw.Error) as error:
            raise OperatorError(
                f"The database {path} cannot be used: {error}",
                remedy="Check that the folder exists, is writable and on a local disk, and that the file is ours.",
                code="store-unusable",
            ) from error
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_groups, name="keyturn-store", daemon=True)
        self._thread.start()
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="keyturn-reader")

    async def write(self, work: Callable[[apsw.Connection], T]) -> T:
        """Run ``work`` in a transaction; durable when this returns."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put((work, loop, done))
        return await done

    async def read(self, work: Callable[[apsw.Connection], T]) -> T:
        """Run ``work``, which must not write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, self._reading)

    async def close(self) -> None:
        """Write what is queued, then close the file."""
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._readers.shutdown()
        self._reading.close()
        self._writing.close()

    def _write_groups(self) -> None:
        last = False
        while not last:
            first = self._jobs.get()
            if first is None:
                return
            group = [first]
            while len(group) < GROUP and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    last = True
                    break
                group.append(job)
            self._commit(group)

    def _commit(self, group: list[_Job]) -> None:
        outcomes: list[tuple[Any, BaseException | None]] = []
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            for work, _, _ in group:
                try:
                    with self._writing:  # a savepoint
                        outcomes.append((work(self._writing), None))
                except Exception as error:
                    outcomes.append((None, error))
            self._writing.execute("COMMIT")
        except apsw.Error as error:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            outcomes = [(None, error)] * len(group)
        for (_, loop, done), outcome in zip(group, outcomes, strict=True):
            # The loop may have ended meanwhile (a test, a shutdown): then nobody waits for the answer.
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, done, *outcome)


def _answer(done: asyncio.Future[Any], value: Any, error: BaseException | None) -> None:
    if done.cancelled():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(value)


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_MS)
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "FULL")
    connection.pragma("foreign_keys", True)
    return connection


def _migrate(connection: apsw.Connection) -> None:
    scripts = sorted(resources.files("keyturn.integration.store").joinpath("migrations").iterdir(), key=str)
    connection.execute("BEGIN IMMEDIATE")  # two processes may start at once
    with connection:
        done: int = connection.pragma("user_version")
        if done > len(scripts):
            raise OSError(f"it was written by a newer Keyturn (version {done}, this one knows {len(scripts)})")
        for script in scripts[done:]:
            connection.execute(script.read_text())
        connection.pragma("user_version", len(scripts))
    connection.execute("COMMIT")
