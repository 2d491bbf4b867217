"""News of every kind that comes late or again: what is newer stays, and where nobody can tell, the door is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.pair.access.keypad import Keypad, tell
from tests.pair.joined import Street, play

from keyturn.client import NukiClient
from keyturn.integration.smartlocks.mirror import Door
from keyturn.nuki.codes import LockState

LIST = "GET /smartlock"
SOON = 40.0
"""Seconds within which a doubtful door has been read."""


async def connected(street: Street) -> NukiClient:
    """A client of somebody else's for the same account: what it does is nothing we asked for."""
    await street.person.connect()
    return street.integration.nuki((await street.integration.store.grants.usable())[0])


async def door(street: Street) -> Door:
    grants = await street.integration.store.grants.usable()
    known = {door.smartlock_id: door for door in await street.integration.store.doors.doors(grants[0])}
    return known[street.lock["smartlock_id"]]


def reads(street: Street) -> int:
    return sum(entry.subject == LIST for entry in street.sandbox.journal)


async def again(street: Street, feature: str, fits: Callable[[dict[str, Any]], bool]) -> None:
    """The first webhook of a kind that was carried comes once more, as if it had been on its way until now."""
    for url, headers, body in list(street.post.carried):
        told = json.loads(body)
        if told.get("feature") == feature and fits(told):
            assert await street.post(url, headers, body) == 204
            return
    raise AssertionError(f"No {feature} was carried.")


def says(state: LockState) -> Callable[[dict[str, Any]], bool]:
    return lambda told: bool(told["state"]["state"] == state)


def test_a_status_that_comes_late_is_set_right_by_one_reading(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        nuki, number = await connected(street), street.lock["smartlock_id"]
        await nuki.actions.unlock(number)
        await street.clock.advance(SOON)
        await nuki.actions.lock(number)
        await street.clock.advance(SOON)
        before = reads(street)
        await again(street, "DEVICE_STATUS", says(LockState.UNLOCKED))
        assert (await door(street)).state == LockState.UNLOCKED, "nothing in it says that it is old"
        await street.clock.advance(SOON)
        assert (await door(street)).state == LockState.LOCKED
        assert not (await door(street)).told
        await street.clock.advance(600)
        assert reads(street) == before + 1

    play(tmp_path, story)


def test_a_movement_after_a_quiet_while_is_believed_without_a_reading(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        nuki = await connected(street)
        await street.clock.advance(600)
        before = reads(street)
        await nuki.actions.unlock(street.lock["smartlock_id"])
        await street.clock.advance(600)
        assert (await door(street)).state == LockState.UNLOCKED
        assert (await door(street)).told
        assert reads(street) == before

    play(tmp_path, story)


def test_a_movement_we_asked_for_is_believed_and_a_late_status_after_it_is_not(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connected(street)
        await street.press("unlock")
        await street.wait(20)
        assert (await door(street)).state == LockState.UNLOCKED
        assert (await door(street)).told, "nobody had to ask"
        await street.press("lock")
        await street.wait(20)
        await again(street, "DEVICE_STATUS", says(LockState.UNLOCKED))
        await street.clock.advance(SOON)
        assert (await door(street)).state == LockState.LOCKED

    play(tmp_path, story)


def test_a_status_that_is_lost_while_its_action_is_confirmed_is_read(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connected(street)
        await street.clock.advance(600)
        street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_STATUS")
        await street.press("unlock")
        await street.clock.advance(SOON)
        assert (await door(street)).state == LockState.UNLOCKED
        assert not (await door(street)).told
        await street.person.go("/doors")
        assert street.person.action_of(str(street.lock["name"])) == "confirmed"

    play(tmp_path, story)


def test_an_entry_of_the_log_that_comes_late_stands_where_it_belongs(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        nuki, number = await connected(street), street.lock["smartlock_id"]
        await nuki.actions.unlock(number)
        await street.clock.advance(60)
        await nuki.actions.lock(number)
        await street.clock.advance(60)
        told = (await street.person.go("/activity")).text
        await again(street, "DEVICE_LOGS", lambda told: told["smartlockLog"]["action"] == 1)
        assert told.index("Locked") < told.index("Unlocked · Front door"), "the newest first"
        assert (await street.person.go("/activity")).text.count("Unlocked · Front door") == 1

    play(tmp_path, story, activity=True)


@pytest.mark.parametrize("deleted", [False, True])
def test_an_authorization_that_comes_late_changes_nothing(tmp_path: Path, deleted: bool) -> None:
    """By Nuki's own date, ``updateDate``; of a deletion, which has none, the list has the last word."""

    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(60)
        if deleted:
            await keypad.deed("remove")
            await keypad.wait(60)
            await keypad.add()
        else:
            await keypad.deed("change", since="2026-03-03T10:00")
        await keypad.wait(120)
        assert keypad.state() == "on_lock"
        await again(keypad.street, "DEVICE_AUTHS", lambda told: bool(told["deleted"]) is deleted)
        await keypad.wait(120)
        assert keypad.state() == "on_lock"

    tell(tmp_path, story)
