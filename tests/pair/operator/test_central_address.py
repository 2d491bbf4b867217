"""Nuki switches the central address off: it is noticed, shown, switched on again, and what was missed is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.joined import Street, central
from tests.pair.operator.test_console import Operator, run

from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.webhooks.central import LOOK_SECONDS
from keyturn.sandbox import Seed
from keyturn.secrecy import Secret

TOKEN = Seed.home().api_token
"""Of the account that owns the application."""
WEEK = 7 * 86400.0


async def switched_off(street: Street) -> None:
    """A day on which every webhook fails, because the database does."""
    await street.person.connect()
    nuki = street.integration.nuki((await street.integration.store.grants.usable())[0])
    receive = street.integration.inbox._durable._write

    async def fail(*_: object) -> None:
        raise OSError("the disk is full")

    street.integration.inbox._durable._write = fail
    for _ in range(25):
        await nuki.actions.unlock(street.lock["smartlock_id"])
        await street.clock.advance(1800)
        await nuki.actions.lock(street.lock["smartlock_id"])
        await street.clock.advance(1800)
    street.integration.inbox._durable._write = receive
    assert "deactivated" in {entry.details.get("event") for entry in street.sandbox.journal}


async def door(street: Street) -> Door:
    grant = (await street.integration.store.grants.usable())[0]
    known = {door.smartlock_id: door for door in await street.integration.store.doors.doors(grant)}
    return known[street.lock["smartlock_id"]]


def test_an_address_that_was_switched_off_is_switched_on_and_nothing_stays_missed(tmp_path: Path) -> None:
    async def story(street: Street, operator: Operator) -> None:
        ready = dict(street.integration.central._checks)

        async def away() -> None:
            raise OSError("the database is away")

        street.integration.central._checks = {"database": away}
        await switched_off(street)
        await street.clock.advance(LOOK_SECONDS)
        await operator.log_in()
        assert "Nuki has switched the central address off" in await operator.go("/webhooks")
        assert "as soon as this installation is ready" in operator.page.text
        assert "Nuki has switched the central address off" in await operator.go()
        nuki = street.integration.nuki((await street.integration.store.grants.usable())[0])
        await nuki.actions.unlock(street.lock["smartlock_id"])
        await street.clock.advance(30)
        carried = len(street.post.carried)
        street.integration.central._checks = ready
        await street.clock.advance(LOOK_SECONDS + 30)
        assert "Nuki sends to the central address" in await operator.go("/webhooks")
        assert (await door(street)).state == 3, "what was missed is read"
        await street.press("lock")
        await street.wait(30)
        assert len(street.post.carried) > carried
        assert street.person.action_of(str(street.lock["name"])) == "confirmed"

    run(
        tmp_path,
        story,
        **central(nuki_api_token=TOKEN, session_seconds=WEEK, session_idle_seconds=WEEK, sweep_seconds=300.0),
    )


@pytest.mark.parametrize(("fault", "said"), [("token", "make a new token"), ("server_error", "asked again")])
def test_what_keeps_us_from_looking_is_shown(tmp_path: Path, fault: str, said: str) -> None:
    async def story(street: Street, operator: Operator) -> None:
        if fault == "server_error":
            street.sandbox.arm(fault, times=None)
        await street.clock.advance(LOOK_SECONDS)
        await operator.log_in()
        assert said in await operator.go("/webhooks")
        assert "Nuki sends to the central address" in operator.page.text

    run(tmp_path, story, **central(nuki_api_token=Secret("nobody's") if fault == "token" else TOKEN))
