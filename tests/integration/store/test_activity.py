"""The activity log on both databases: each entry once, the latest first, one door's or all of a grant's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.integration.store.rows import ENTRY, G1, GRANT, LATER, LOCK, NOW, on_store

from keyturn.integration.store import Store
from keyturn.nuki.codes import LogAction
from keyturn.nuki.ids import SmartlockId
from keyturn.secrecy import Secret

OTHER = SmartlockId(LOCK + 1)


def test_an_entry_is_kept_once_and_found_by_its_door(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        later = replace(ENTRY, entry_id="l2", at=LATER, smartlock_id=OTHER, who="", source=1, by_itself=True)
        assert await store.activity.keep([ENTRY, later]) == 2
        assert await store.activity.keep([later, ENTRY]) == 0
        end = LATER + timedelta(seconds=1)
        assert await store.activity.newest(G1, None, end, 9) == [later, ENTRY]
        assert await store.activity.newest(G1, None, LATER, 9) == [ENTRY]
        assert await store.activity.newest(G1, OTHER, end, 9) == [later]
        assert await store.activity.instants(G1, LOCK, NOW) == [NOW]
        assert await store.activity.instants(G1, LOCK, LATER) == []

    on_store(database, story)


def test_a_log_is_off_when_that_was_said_last(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await store.grants.save(GRANT, NOW)
        for number, (deed, off) in enumerate(((LogAction.LOG_OFF, True), (LogAction.LOG_ON, False))):
            at = NOW + timedelta(seconds=number)
            await store.activity.keep([replace(ENTRY, entry_id=f"l{number}", deed=int(deed), at=at)])
            assert await store.activity.switched_off(G1, LOCK) is off

    on_store(database, story)
