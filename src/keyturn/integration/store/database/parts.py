"""Tables of PostgreSQL that lie in parts by time: parts are made ahead, and dropped whole when they are old.

Each part begins where the one before ends, and lasts a tenth of what is kept: some twelve of them hold everything, and
what is to go is gone at most a tenth later. Rows that belong to no part lie in ``…_rest``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from keyturn.integration.store.database.seam import Aging, Connection

PARTS = 10
FIRST = -1
"""Where a part begins that has no part before it."""
_BOUNDS = re.compile(r"FROM \('?(MINVALUE|\d+)'?\) TO \('?(\d+)'?\)")


class Part(NamedTuple):
    """Rows from ``begin`` until before ``end``, in milliseconds."""

    name: str
    begin: int
    end: int


async def make_ahead(connection: Connection, aging: Aging, now: int, kept: int) -> None:
    """See to it that there are parts for as long a time to come as one of them lasts, at least."""
    await connection.lock(f"parts/{aging.table}")
    span = max(kept // PARTS, 1)
    known = await _parts(connection, aging.table)
    last = known[-1].end if known else FIRST
    while last < now + span:
        last = await _make(connection, aging, last, max(now, last) + span)


async def drop_one(connection: Connection, aging: Aging, before: int) -> bool:
    """Drop one part that ended before ``before`` and holds no row that stays; whether there was one."""
    await connection.lock(f"parts/{aging.table}")
    for part in await _parts(connection, aging.table):
        holds_one = f"SELECT 1 FROM {part.name} WHERE {aging.stays} LIMIT 1"
        if part.end > before or await connection.rows(holds_one):
            continue
        await _hold(connection, aging.table)
        if not await connection.rows(holds_one):  # nor has it got one since we looked
            await connection.rows(f"DROP TABLE {part.name}")
            return True
    return False


async def begin_of_what_is_kept(connection: Connection, aging: Aging, before: int) -> int:
    """What came before this instant and is still there lies in parts with rows that stay, or in none."""
    return next((part.begin for part in await _parts(connection, aging.table) if part.end > before), before)


async def _make(connection: Connection, aging: Aging, begin: int, end: int) -> int:
    """One part. What came while nobody made parts moves into it."""
    table, name, lower = aging.table, f"{aging.table}_until_{end}", "MINVALUE" if begin == FIRST else str(begin)
    await _hold(connection, table)
    await connection.rows(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS)")
    await connection.rows(
        f"WITH moved AS (DELETE FROM {table}_rest WHERE {aging.at} >= {begin} AND {aging.at} < {end} RETURNING *) "
        f"INSERT INTO {name} SELECT * FROM moved"
    )
    await connection.rows(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({lower}) TO ({end})")
    return end


async def _hold(connection: Connection, table: str) -> None:
    """Nobody else reads or writes the table until the transaction ends.

    Whoever had begun to write would otherwise put a row where it no longer belongs, and fail. And whoever waits for a
    whole table holds up everybody behind: better give up soon, the next round tries again.
    """
    await connection.rows("SET LOCAL lock_timeout = '2s'")
    await connection.rows(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


async def _parts(connection: Connection, table: str) -> list[Part]:
    rows = await connection.rows(
        "SELECT c.relname::text, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits AS i "
        "JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = CAST(? AS text)::regclass",
        table,
    )
    bounds = [(row[0], _BOUNDS.search(row[1])) for row in rows]
    parts = [
        Part(name, FIRST if found[1] == "MINVALUE" else int(found[1]), int(found[2]))
        for name, found in bounds
        if found
    ]
    return sorted(parts, key=lambda part: part.end)
