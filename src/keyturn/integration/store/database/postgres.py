"""PostgreSQL for any number of processes: a pool of connections, a transaction for each piece of work.

Every statement sees what was committed before it began (READ COMMITTED), so what is read to be changed is read
``FOR UPDATE``, and what has no row yet is locked by its name. Work that lost a deadlock or its connection is run again.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar

import asyncpg

from keyturn.integration.errors import OperatorError
from keyturn.integration.store.database import parts
from keyturn.integration.store.database.seam import Aging, Connection, Heard, Value, migrations, to_ms
from keyturn.integration.watch.figures import Load
from keyturn.secrecy import Secret

T = TypeVar("T")
CONNECTIONS = 10
TIMES, FIRST_PAUSE = 6, 0.05
"""How often work is tried, and the seconds before the second time; each pause is twice the one before."""
CHANNEL = "keyturn"
ALIVE_SECONDS = 10.0
"""How often a listening connection that says nothing is asked whether it lives, and how long it may think."""
RETURN_SECONDS = 0.5
MIGRATING = 0x6B657974
"""The advisory lock of whoever migrates; any number nobody else takes."""
_AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,  # the connection ended between two statements
    asyncpg.InternalClientError,  # or within one
    OSError,
)
_UNUSABLE = (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)
log = logging.getLogger(__name__)


class PostgresConnection:
    """Fulfils ``store.database.Connection``."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: Value) -> list[Any]:
        found: list[Any] = await self._connection.fetch(numbered(sql), *values)
        return found

    async def change(self, sql: str, *values: Value) -> int:
        status: str = await self._connection.execute(numbered(sql), *values)
        return int(status.rpartition(" ")[2])  # "UPDATE 3"

    async def each(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        await self._connection.executemany(numbered(sql), rows)

    async def lock(self, *names: str) -> None:
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name"
        await self._connection.execute(sql, sorted(names))


class Postgres:
    """One database. Fulfils ``store.database.Database``; connects when first used, in the loop that uses it."""

    tells = True

    def __init__(self, address: Secret, connections: int = CONNECTIONS) -> None:
        self._address, self._connections = address, connections
        self._pool: Any = None
        self._opening = asyncio.Lock()
        self._writing: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        """Connect and migrate. Raises :class:`OperatorError`, which does not show the address: it has a password."""
        async with self._opening:
            if self._pool is not None:
                return
            try:
                pool = await asyncpg.create_pool(
                    self._address.reveal(),
                    min_size=1,
                    max_size=self._connections,
                    server_settings={"application_name": "keyturn"},
                )
                try:
                    await _migrate(pool)
                except BaseException:
                    await pool.close()
                    raise
                self._pool = pool
            except _UNUSABLE as error:
                raise OperatorError(
                    f"The PostgreSQL database of KEYTURN_DATABASE cannot be used: {type(error).__name__}"
                    + (f": {error}" if isinstance(error, OSError | asyncpg.PostgresError) else "."),
                    remedy="Check host, port, user, password and database name, and that the user may create tables.",
                    code="store-unusable",
                ) from None

    async def write(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction; a caller who leaves does not cut it in two."""
        task = asyncio.create_task(self._again(lambda: self._transaction(work)))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return await asyncio.shield(task)

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work``, which must not write."""
        return await self._again(lambda: self._look(work))

    async def listen(self, heard: Heard) -> None:
        """The migrations' triggers tell who has changed; a connection of our own listens.

        What was told while there was none is made good by hearing "everything" whenever there is one again.
        """
        if self._pool is None:
            await self.open()
        while True:
            try:
                await self._hear(heard)
            except (*_AGAIN, TimeoutError) as error:
                log.warning("Listening for changes: the database is asked again: %s", type(error).__name__)
            await asyncio.sleep(RETURN_SECONDS)

    async def drop_parts(self, aging: Aging, now: datetime, kept: timedelta) -> int:
        before = to_ms(now - kept)
        if not aging.parted:
            return before
        lasting = kept // timedelta(milliseconds=1)
        try:
            await self.write(lambda connection: parts.make_ahead(connection, aging, to_ms(now), lasting))
            while await self.write(lambda connection: parts.drop_one(connection, aging, before)):
                pass
            return await self.read(lambda connection: parts.begin_of_what_is_kept(connection, aging, before))
        except asyncpg.LockNotAvailableError:
            log.info("%s is in use; its parts are looked after later.", aging.table)
            return 0

    async def schema(self) -> tuple[int, int]:
        async def ask(connection: Connection) -> int:
            done: int = (await connection.rows("SELECT max(version) FROM schema_version"))[0][0]
            return done

        return await self.read(ask), len(migrations(0, "postgres"))

    def load(self) -> Load:
        """Nobody queues for a writer here."""
        if self._pool is None:
            return Load(connections=0, idle=0, waiting=0)
        return Load(connections=self._pool.get_size(), idle=self._pool.get_idle_size(), waiting=0)

    async def close(self) -> None:
        """Finish what is being written, then hang up."""
        await asyncio.gather(*self._writing, return_exceptions=True)
        if self._pool is not None:
            await self._pool.close()

    async def _transaction(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        async with self._pool.acquire() as connection, connection.transaction():
            return await work(PostgresConnection(connection))

    async def _look(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        async with self._pool.acquire() as connection:
            return await work(PostgresConnection(connection))

    async def _hear(self, heard: Heard) -> None:
        """Until the connection ends, or does not answer: a line cut without a word looks like a quiet one."""
        connection = await asyncpg.connect(
            self._address.reveal(), timeout=ALIVE_SECONDS, server_settings={"application_name": "keyturn"}
        )
        ended = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(CHANNEL, lambda _c, _pid, _channel, whose: heard(whose or None))
            heard(None)
            while not ended.is_set():
                try:
                    await asyncio.wait_for(ended.wait(), ALIVE_SECONDS)
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=ALIVE_SECONDS)
        finally:
            connection.terminate()

    async def _again(self, attempt: Callable[[], Awaitable[T]]) -> T:
        if self._pool is None:
            await self.open()
        for number in range(1, TIMES):
            try:
                return await attempt()
            except _AGAIN as error:
                log.warning("The database is asked again: %s", type(error).__name__)
                await asyncio.sleep(FIRST_PAUSE * 2 ** (number - 1))
        return await attempt()


@lru_cache(maxsize=512)
def numbered(sql: str) -> str:
    """Our ``?`` and ``?9`` as PostgreSQL's ``$1`` and ``$9``."""
    following = count(1)
    return re.sub(r"\?(\d*)", lambda found: f"${found[1] or next(following)}", sql)


def in_dialect(script: str) -> str:
    """A migration in PostgreSQL's words for the same columns."""
    for ours, theirs in (
        (r"\)\s*STRICT\s*;", ");"),
        (r"\bINTEGER PRIMARY KEY\b", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
        (r"\bINTEGER\b", "BIGINT"),
        (r"\bBLOB\b", "BYTEA"),
    ):
        script = re.sub(ours, theirs, script)
    return script


async def _migrate(pool: Any) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)  # two processes may start at once
        await connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
        done: int = await connection.fetchval("SELECT max(version) FROM schema_version") or 0
        for version, script in enumerate(migrations(done, "postgres"), done + 1):
            if script:
                await connection.execute(in_dialect(script))
            await connection.execute("INSERT INTO schema_version VALUES ($1)", version)
