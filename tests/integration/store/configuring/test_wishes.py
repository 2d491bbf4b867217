"""Wishes in the store, on both databases: the last of each device, confirmed over its own grant only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace as replace_struct
from tests.integration.smartlocks.configuring.test_setting import LOCK as DEVICE
from tests.integration.store.rows import G1, G2, GRANT, LOCK, NOW, on_store
from tests.integration.store.test_access import told

from keyturn.integration.smartlocks.configuring.wish import Wish, WishEvent, WishState
from keyturn.integration.smartlocks.mirror import as_door
from keyturn.integration.store import Store
from keyturn.integration.webhooks.events import ConfigTold
from keyturn.secrecy import Secret

WISH = Wish(
    grant_id=G1,
    smartlock_id=LOCK,
    values={"name": "Main door", "led_enabled": False},
    state=WishState.REQUESTED,
    asked_at=NOW,
    due_at=NOW + timedelta(seconds=30),
)
assert DEVICE.config is not None
DONE = ConfigTold(LOCK, replace_struct(DEVICE.config, name="Main door", led_enabled=False), DEVICE.advanced_config)


async def begun(store: Store) -> None:
    await store.grants.save(GRANT, NOW)
    await store.wishes.begin(WISH)


def test_a_wish_is_moved_by_its_lifecycle(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await begun(store)
        assert await store.wishes.wish(G1, LOCK) == WISH
        await store.wishes.move(WISH, WishEvent.REFUSED, "conflict")
        await store.wishes.move(WISH, WishEvent.ACCEPTED)
        assert await store.wishes.wish(G1, LOCK) == replace(WISH, state=WishState.REFUSED, refusal="conflict")

    on_store(database, story)


def test_a_later_wish_takes_the_place_and_no_answer_of_the_earlier(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await begun(store)
        later = replace(WISH, values={"name": "Garden"}, asked_at=NOW + timedelta(seconds=1))
        await store.wishes.begin(later)
        await store.wishes.move(WISH, WishEvent.REFUSED, "conflict")
        assert await store.wishes.wish(G1, LOCK) == later

    on_store(database, story)


def test_what_the_device_tells_is_known_of_its_door(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await begun(store)
        await store.doors.replace_doors(G1, [as_door(G1, replace_struct(DEVICE, smartlock_id=LOCK), NOW)])
        assert DEVICE.config is not None
        fitted = replace_struct(DEVICE.config, auto_unlatch=True, keypad_paired=True, timezone_id=40)
        await told(store, ConfigTold(LOCK, fitted, None))
        (door,) = await store.doors.doors(G1)
        assert (door.opens_on_unlock, door.keypad, door.timezone_id) == (True, True, 40)
        assert door.known_at == NOW, "of its state nothing was told"

    on_store(database, story)


def test_what_the_device_tells_confirms_it_over_its_own_grant(database: Path | Secret) -> None:
    async def story(store: Store) -> None:
        await begun(store)
        await told(store, DONE, G2)
        await told(store, ConfigTold(LOCK, DEVICE.config, None), number=2)
        assert await store.wishes.wish(G1, LOCK) == WISH
        await told(store, DONE, number=3)
        confirmed = await store.wishes.wish(G1, LOCK)
        assert confirmed is not None
        assert confirmed.state is WishState.CONFIRMED
        await store.wishes.move(WISH, WishEvent.ACCEPTED)
        assert await store.wishes.wish(G1, LOCK) == confirmed, "the answer that comes later changes nothing"

    on_store(database, story)
