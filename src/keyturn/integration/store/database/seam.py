"""What a database owes the rows: the one seam between our SQL and the two databases that run it.

A piece of work is a coroutine over a :class:`Connection`. SQL is written once, in what both dialects share, with ``?``
for values. ``FOR UPDATE`` stands where a row is read to be changed: PostgreSQL holds the row, SQLite has one writer
anyway.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any, Protocol, TypeVar

from keyturn.integration.watch.figures import Load

T = TypeVar("T")
Value = str | int | bytes | None
Heard = Callable[[str | None], None]
"""Is told whose things have changed: a customer's id, or None when that is not known."""


@dataclass(frozen=True, kw_only=True)
class Aging:
    """A table that grows: ``key`` names a row, ``at`` is the column that tells its age.

    Rows for which ``stays`` is true wait for something and stay, however old. ``parted``: in parts, on PostgreSQL.
    """

    table: str
    key: str
    at: str
    stays: str = "false"
    parted: bool = False


class Connection(Protocol):
    """What a piece of work may do. It waits for nothing else: on SQLite others wait behind it."""

    async def rows(self, sql: str, *values: Value) -> list[Any]:
        """What a query, or a change with ``RETURNING``, gives back; each row read by position."""

    async def change(self, sql: str, *values: Value) -> int:
        """How many rows were changed."""

    async def each(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """The same change with each of these rows of values, at the price of little more than one."""

    async def lock(self, *names: str) -> None:
        """Until the transaction ends, nobody else holds these names: for things that have no row yet.

        Several are taken in the order of the alphabet, so that nobody waits in a circle.
        """


class Database(Protocol):
    """``write`` returns after the commit, ``read`` sees every commit that returned."""

    tells: bool
    """Whether who listens hears of each change at once, and whose it is, this process's own among them."""

    async def open(self) -> None:
        """Connect and migrate. Raises :class:`OperatorError` when the database cannot be used."""

    async def write(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction, perhaps more than once; durable when this returns."""

    async def read(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Run ``work``, which must not write."""

    async def listen(self, heard: Heard) -> None:
        """Tell of what any process has committed that a page may show, until cancelled.

        Nothing is missed: after an interruption it is as if everything had changed.
        """

    async def drop_parts(self, aging: Aging, now: datetime, kept: timedelta) -> int:
        """Where the table lies in parts by time: make those to come, drop those older than ``kept``.

        Returns the instant, as it is stored, before which what is left has to be dropped row by row.
        """

    async def schema(self) -> tuple[int, int]:
        """How many migrations this database has seen, and how many this program knows."""

    def load(self) -> Load:
        """How busy this process keeps the database."""

    async def close(self) -> None:
        """Write what is queued, then let go."""


def to_ms(instant: datetime) -> int:
    """An instant as it is stored."""
    return round(instant.timestamp() * 1000)


def from_ms(stored: int) -> datetime:
    """An instant as it was stored, in UTC."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def migrations(done: int, dialect: str) -> list[str]:
    """The scripts that follow the first ``done``. Raises ``OSError`` when there are fewer than that.

    One named for another database (``0012_told.postgres.sql``) is an empty one here: both count alike.
    """
    folder = resources.files("keyturn.integration.store").joinpath("migrations")
    scripts = sorted((each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda each: each.name)
    if done > len(scripts):
        raise OSError(f"it was written by a newer Keyturn (version {done}, this one knows {len(scripts)})")
    return [
        script.read_text() if script.name.split(".")[1] in ("sql", dialect) else "" for script in scripts[done:]
    ]
