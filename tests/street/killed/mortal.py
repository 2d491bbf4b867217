"""A database whose process is killed at a named point of its work: no cleaning up, no last word."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from keyturn.integration.store.database import Connection, Database
from keyturn.integration.store.database.seam import Value

T = TypeVar("T")


def die() -> None:
    """As when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


class When(StrEnum):
    """Of a statement: before it, after it with its transaction still open, or after the commit."""

    BEFORE = "before"
    AFTER = "after"
    COMMITTED = "committed"


@dataclass(frozen=True)
class Point:
    """The statement that begins with ``sql``, when it comes for the ``times``-th time."""

    when: When
    sql: str
    times: int = 1


class Mortal:
    """Hands everything on to ``inner`` until the point is reached."""

    def __init__(self, inner: Database, point: Point) -> None:
        self.inner, self._point, self._seen = inner, point, 0

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        return await self.inner.read(lambda connection: work(_Watched(connection, self)))

    async def write(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        seen = self._seen
        done = await self.inner.write(lambda connection: work(_Watched(connection, self)))
        if self._point.when is When.COMMITTED and seen < self._point.times <= self._seen:
            die()
        return done

    def before(self, sql: str) -> None:
        if sql.startswith(self._point.sql):
            self._seen += 1
            self._now(When.BEFORE)

    def after(self, sql: str) -> None:
        if sql.startswith(self._point.sql):
            self._now(When.AFTER)

    def _now(self, when: When) -> None:
        if (when, self._seen) == (self._point.when, self._point.times):
            die()


class _Watched:
    def __init__(self, inner: Connection, mortal: Mortal) -> None:
        self._inner, self._mortal = inner, mortal

    async def rows(self, sql: str, *values: Value) -> list[Any]:
        self._mortal.before(sql)
        found = await self._inner.rows(sql, *values)
        self._mortal.after(sql)
        return found

    async def change(self, sql: str, *values: Value) -> int:
        self._mortal.before(sql)
        changed = await self._inner.change(sql, *values)
        self._mortal.after(sql)
        return changed

    async def each(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        self._mortal.before(sql)
        await self._inner.each(sql, rows)
        self._mortal.after(sql)

    async def lock(self, *names: str) -> None:
        await self._inner.lock(*names)
