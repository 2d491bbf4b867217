"""Everything sealed, wherever it is stored: counted by key, and sealed anew in batches while all others go on.

What is done shows by itself in each envelope, so a rotation that was stopped goes on where it stopped, and two at once
do no harm. A value that changed between reading and writing keeps what it was changed to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from keyturn.integration.access import code
from keyturn.integration.grants import keeper
from keyturn.integration.grants.vault import Vault
from keyturn.integration.notify import endpoint
from keyturn.integration.partners import repeat
from keyturn.integration.store.database import Connection, Database
from keyturn.integration.webhooks import inbox, subscriptions

BATCH = 500


@dataclass(frozen=True)
class Place:
    """A column of envelopes. ``about`` makes the associated data of ``key`` and ``more``, in this order."""

    table: str
    column: str
    key: tuple[str, ...]
    about: Callable[..., str]
    more: tuple[str, ...] = ()


PLACES = (
    Place("grants", "sealed_access", ("grant_id",), lambda g, n: keeper.about(g, "access", n), ("generation",)),
    Place("grants", "sealed_refresh", ("grant_id",), lambda g, n: keeper.about(g, "refresh", n), ("generation",)),
    Place("inbox", "sealed_body", ("delivery_id",), inbox.about),
    Place("subscriptions", "sealed_secret", ("address",), subscriptions.about),
    Place("codes", "sealed_digits", ("code_id",), code.about),
    Place("endpoint_secrets", "sealed_secret", ("secret_id",), endpoint.about),
    Place("repeats", "sealed_answer", ("key_id", "name"), repeat.about),
)
"""A test holds them to the tables: no column named ``sealed_…`` is missing."""


class SealedRows:
    """Counts and rotates."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def count(self, place: Place, mark: bytes | None = None) -> int:
        """How many envelopes there are, or how many begin with ``mark``."""

        async def read(connection: Connection) -> int:
            sql = f"SELECT count(*) FROM {place.table} WHERE {place.column} IS NOT NULL"
            if mark is None:
                rows = await connection.rows(sql)
            else:
                sql += f" AND substr({place.column}, 1, {len(mark)}) = ?"
                rows = await connection.rows(sql, mark)
            found: int = rows[0][0]
            return found

        return await self._db.read(read)

    async def rotate(self, place: Place, vault: Vault, done: Callable[[int], None]) -> int:
        """Seal anew what another key sealed; how many. ``done`` hears the number of each batch.

        Raises :class:`OperatorError` where a value does not open: nothing is lost, and what was done stays done.
        """
        total, after = 0, ("",) * len(place.key)
        while batch := await self._batch(place, vault.mark, after):
            anew = [(row, _sealed_anew(place, vault, row)) for row in batch]
            total += await self._write(place, anew)
            after = tuple(batch[-1][: len(place.key)])
            done(len(batch))
        return total

    async def _batch(self, place: Place, mark: bytes, after: tuple[str, ...]) -> list[Any]:
        key, names = ", ".join(place.key), ", ".join((*place.key, *place.more, place.column))
        sql = (
            f"SELECT {names} FROM {place.table} WHERE ({key}) > ({_marks(after)}) AND {place.column} IS NOT NULL "
            f"AND substr({place.column}, 1, {len(mark)}) <> ? ORDER BY {key} LIMIT {BATCH}"
        )
        return await self._db.read(lambda connection: connection.rows(sql, *after, mark))

    async def _write(self, place: Place, anew: list[tuple[Any, bytes]]) -> int:
        matches = " AND ".join(f"{name} = ?" for name in (*place.key, place.column))
        sql = f"UPDATE {place.table} SET {place.column} = ? WHERE {matches}"

        async def write(connection: Connection) -> int:
            changed = 0
            for row, sealed in anew:
                changed += await connection.change(sql, sealed, *row[: len(place.key)], row[-1])
            return changed

        return await self._db.write(write)


def _sealed_anew(place: Place, vault: Vault, row: Any) -> bytes:
    about, sealed = place.about(*row[:-1]), row[-1]
    return vault.seal(vault.open(sealed, about), about)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
