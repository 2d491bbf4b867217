"""Dropping what is old, a little at a time: a long deletion would hold up everybody else's writing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from keyturn.integration.store.database.seam import Connection, Database

BATCH = 1000
"""Rows dropped in one transaction."""


async def in_batches(db: Database, drop: Callable[[Connection, int], Awaitable[int]]) -> None:
    """Call ``drop`` with the most it may drop, each time in a transaction of its own, until it drops fewer."""
    while await db.write(lambda connection: drop(connection, BATCH)) >= BATCH:
        pass
