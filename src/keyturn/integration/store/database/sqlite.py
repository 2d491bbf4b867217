"""SQLite in a few threads: one writes and commits in groups, the others read.

A commit with ``synchronous=FULL`` costs a disk flush; many callers share one. A caller's work runs in a savepoint
of its own, so that one failure undoes nobody else's. Several processes may share the file: WAL lets one write at
a time, and ``BEGIN IMMEDIATE`` waits for its turn. Readers wait for nobody in WAL, and so not for each other either:
a search through everything holds up no page.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import apsw

from keyturn.integration.errors import OperatorError
from keyturn.integration.store.database.seam import Aging, Connection, Heard, Value, migrations, to_ms
from keyturn.integration.watch.figures import Load

T = TypeVar("T")
Work = Callable[[Connection], Awaitable[Any]]
_Job = tuple[Work, asyncio.AbstractEventLoop, asyncio.Future[Any]]
GROUP = 256
READERS = 3
"""Threads that read, each with a connection: SQLite works outside the interpreter's lock, so side by side indeed."""
BUSY_MS = 10_000
LOOK_SECONDS = 1.0
"""How often a process that listens looks whether another has committed anything."""
CACHE_KIB = 64 * 1024
"""At most, for each connection: the upper levels of the indexes of a million grants stay in memory."""
MAPPED_BYTES = 2 * 1024**3
"""Of the file, read in place out of the system's cache: with a million grants each read would copy pages otherwise."""


class SqliteConnection:
    """Fulfils ``store.database.Connection`` without ever waiting, so that a thread can run work to its end."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: Value) -> list[Any]:
        return self._connection.execute(sql.removesuffix(" FOR UPDATE"), values).fetchall()

    async def change(self, sql: str, *values: Value) -> int:
        self._connection.execute(sql, values)
        return self._connection.changes()

    async def each(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        self._connection.executemany(sql, rows)

    async def lock(self, *names: str) -> None:
        """Nothing to do: there is one writer at a time."""


class Sqlite:
    """One database file. Fulfils ``store.database.Database``.

    Raises :class:`OperatorError` when the file cannot be used.
    """

    tells = False

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writing, self._watching = _connect(path), _connect(path)
            self._idle = deque(_connect(path) for _ in range(READERS))
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
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="keyturn-reader")

    async def open(self) -> None:
        """Nothing left to do: a file is opened at once."""

    async def write(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction; durable when this returns."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put((work, loop, done))
        return await done

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work``, which must not write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, work)

    async def listen(self, heard: Heard) -> None:
        """SQLite counts the commits of other connections, ours that writes among them; nobody calls, so we look."""
        seen, loop = None, asyncio.get_running_loop()
        while True:
            # Always asked on the same connection: the counts of two are not the same.
            count = await loop.run_in_executor(self._readers, self._watching.pragma, "data_version")
            if count != seen:
                heard(None)
            seen = count
            await asyncio.sleep(LOOK_SECONDS)

    async def drop_parts(self, aging: Aging, now: datetime, kept: timedelta) -> int:
        """There are none: everything is dropped row by row."""
        return to_ms(now - kept)

    async def schema(self) -> tuple[int, int]:
        async def ask(connection: Connection) -> int:
            done: int = (await connection.rows("PRAGMA user_version"))[0][0]
            return done

        return await self.read(ask), len(migrations(0, "sqlite"))

    def load(self) -> Load:
        """One connection writes, one watches, the others read."""
        return Load(connections=2 + READERS, idle=len(self._idle), waiting=self._jobs.qsize())

    async def close(self) -> None:
        """Write what is queued, then close the file."""
        self._jobs.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._readers.shutdown()
        for connection in (*self._idle, self._watching, self._writing):
            connection.close()

    def _look(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        connection = self._idle.pop()  # there are as many as threads; the last one used is the warmest
        try:
            return _run(work, connection)
        finally:
            self._idle.append(connection)

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
                        outcomes.append((_run(work, self._writing), None))
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


def _run(work: Callable[[Connection], Awaitable[T]], connection: apsw.Connection) -> T:
    """Run a coroutine that never waits to its end, in this thread."""
    running = cast("Coroutine[Any, Any, T]", work(SqliteConnection(connection)))
    try:
        running.send(None)
    except StopIteration as end:
        return cast("T", end.value)
    running.close()
    raise AssertionError("A piece of work waits for nothing but its own statements.")


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
    connection.pragma("secure_delete", True)  # what is erased is overwritten, not only unlinked
    connection.pragma("cache_size", -CACHE_KIB)
    connection.pragma("mmap_size", MAPPED_BYTES)
    return connection


def _migrate(connection: apsw.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")  # two processes may start at once
    with connection:
        done: int = connection.pragma("user_version")
        scripts = migrations(done, "sqlite")
        for script in scripts:
            connection.execute(script)
        connection.pragma("user_version", done + len(scripts))
    connection.execute("COMMIT")
