"""What a person does to the connection, beside the faults that lie over it."""

from __future__ import annotations

import asyncio

from tests.sandbox.devices.hands import Person
from tests.sandbox.devices.house import GO, LOCK


def test_a_fault_that_shows_another_state_is_left_in_peace() -> None:
    async def story() -> None:
        person = await Person().arrive()
        sandbox = person.stage.sandbox
        sandbox.arm("server_auth_invalid", LOCK, times=None)
        await person.stage.clock.advance(1)
        count = len(person.heard("DEVICE_STATUS"))
        sandbox.arm("motor_blocked", GO)
        sandbox.disarm("motor_blocked")
        await person.stage.clock.advance(1)
        assert (await person.shown())["serverState"] == 3
        assert len(person.heard("DEVICE_STATUS")) == count
        sandbox.disarm("server_auth_invalid")
        await person.stage.clock.advance(1)
        assert (await person.shown())["serverState"] == 0

    asyncio.run(story())


def test_a_fault_about_the_reach_gives_back_what_the_person_left() -> None:
    async def story() -> None:
        person = await Person().arrive()
        sandbox = person.stage.sandbox
        await person.do("set_server_state", server_state=2)
        sandbox.arm("device_offline", LOCK, times=None)
        assert (await person.shown())["serverState"] == 4
        sandbox.disarm()
        assert (await person.shown())["serverState"] == 2
        await person.do("come_online")
        assert (await person.shown())["serverState"] == 0

    asyncio.run(story())
