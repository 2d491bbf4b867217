"""Under each fault there is: no failure of the integration's own, and never a door claimed to be what it is not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from tests.pair.joined import Street, play

from keyturn.clock import VirtualClock, pass_time
from keyturn.sandbox.faults.catalogue import CATALOGUE

Value = TypeVar("Value")
OWN_FAILURE = 500
"""Nuki's trouble is told with other statuses."""


async def in_its_time(street: Street, deed: Awaitable[Value]) -> Value:
    """Do something while the clock goes on: a slow answer takes its time on it."""
    doing = asyncio.ensure_future(deed)
    for _ in range(400):
        await asyncio.wait((doing,), timeout=0.05)
        if doing.done():
            return await doing
        await street.clock.advance(1)
    raise AssertionError("It never ended.")


@contextlib.asynccontextmanager
async def armed(street: Street, name: str) -> AsyncIterator[None]:
    street.sandbox.arm(name, times=None)
    yield
    street.sandbox.disarm()


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_door_is_never_said_to_be_what_it_is_not(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        door = str(street.lock["name"])
        async with armed(street, name):
            for age in (0, 3700):  # with a fresh token, and with one that has to be renewed
                await street.clock.advance(age)
                with contextlib.suppress(AssertionError):  # no button: the page says why
                    await in_its_time(street, street.press("unlock"))
                assert street.person.page is not None
                assert street.person.page.status_code != OWN_FAILURE, street.person.text
                await in_its_time(street, street.wait(30))
                assert street.person.page.status_code != OWN_FAILURE, street.person.text
                moved = street.sandbox.device(street.lock["smartlock_id"])["state"]["state"] in (3, 5)
                with contextlib.suppress(AssertionError):  # no door: the page says why
                    assert street.person.door(door)
                    if street.person.action_of(door) == "confirmed":
                        assert moved or name == "device_offline", street.person.door(door)
                    continue
        page = await in_its_time(street, street.wait(60))
        assert page.page is not None
        assert page.page.status_code < OWN_FAILURE, "it gets over it"

    clock = VirtualClock()
    play(tmp_path, story, clock=clock, pause=partial(pass_time, clock), sweep_seconds=15.0, care_seconds=30.0)
    assert "Traceback" not in caplog.text, caplog.text[:3000]
