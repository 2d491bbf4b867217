"""One who reads for a long time holds up nobody else: on SQLite as on PostgreSQL."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from tests.integration.store.rows import G1, GRANT, NOW, on_store

from keyturn.integration.store import Store
from keyturn.integration.store.database import Connection
from keyturn.integration.store.database.sqlite import READERS


def test_others_read_and_write_while_one_searches(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        searching, found = threading.Event(), threading.Event()

        async def search(connection: Connection) -> list[Any]:
            searching.set()
            assert found.wait(30), "nobody else could read meanwhile"
            return await connection.rows("SELECT grant_id FROM grants")

        slow = asyncio.create_task(store.grants._db.read(search))
        await asyncio.to_thread(searching.wait, 30)
        await store.grants.save(GRANT, NOW)
        assert await store.grants.grant(G1) == GRANT, "a read sees every commit that returned"
        found.set()
        assert [row[0] for row in await slow] == [G1]

    on_store(tmp_path / "keyturn.db", story)


def test_more_readers_than_connections_wait_for_their_turn(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        found = await asyncio.gather(*(store.grants.grant(G1) for _ in range(20 * READERS)))
        assert set(found) == {GRANT}
        assert store.figures.load().idle == READERS

    on_store(tmp_path / "keyturn.db", story)
