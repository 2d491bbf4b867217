"""What happens at doors, codes and grants is told once, in the transaction that stored it, and names nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.pair.access.keypad import Keypad, tell
from tests.pair.api.program import Program
from tests.pair.api.test_story import connected, follow
from tests.pair.joined import Street, play

from keyturn.integration.notify.event import EventKind
from keyturn.integration.smartlocks.changes import LEFT_OPEN_AFTER, Change
from keyturn.nuki.codes import DoorState

LATE = LEFT_OPEN_AFTER.total_seconds()
DOORS = {"battery_critical": "smartlock.battery_low", "device_offline": "smartlock.offline"}


async def told(program: Program, *kinds: str) -> list[dict[str, Any]]:
    events = (await program.get("/events?limit=200"))["items"]
    return [event for event in events if event["type"] in kinds]


def test_every_change_of_a_door_is_a_kind_of_event() -> None:
    assert {str(change) for change in Change} <= {str(kind) for kind in EventKind}


@pytest.mark.parametrize(("fault", "kind"), DOORS.items())
def test_a_trouble_that_begins_is_told_once(tmp_path: Path, fault: str, kind: str) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, grant = await connected(street, program)
        street.sandbox.arm(fault, times=None)
        await street.clock.advance(120)
        await street.wait(120)
        mine = [
            each
            for each in await told(program, kind)
            if each["data"]["smartlock_id"] == street.lock["smartlock_id"]
        ]
        assert [(each["customer_id"], each["data"]["grant_id"]) for each in mine] == [
            (customer["id"], grant["id"])
        ]
        assert street.lock["name"] not in str(mine)

    play(tmp_path, story)


def test_a_door_left_open_is_told_once_for_each_opening(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        await connected(street, program)
        device = street.sandbox._world.devices[street.lock["smartlock_id"]]
        device.change(street.clock.now(), {"door_state": DoorState.CLOSED})
        await _seen(street)
        for number in (1, 2):
            device.change(street.clock.now(), {"door_state": DoorState.OPENED})
            await _seen(street)
            await street.clock.advance(LATE - 70)
            assert len(await told(program, "door.left_open")) == number - 1
            await street.clock.advance(240)
            assert len(await told(program, "door.left_open")) == number
            device.change(street.clock.now(), {"door_state": DoorState.CLOSED})
            await _seen(street)
        assert len(await told(program, "door.opened")) == len(await told(program, "door.closed")) == 2

    async def _seen(street: Street) -> None:
        grant = (await street.integration.store.grants.usable())[0]
        await street.integration.smartlocks.read_all(grant, street.integration.nuki(grant))

    play(tmp_path, story)


def test_a_code_is_told_when_the_lock_has_it_and_without_its_digits(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        program = await Program.of(keypad.street)
        await keypad.add("Anna")
        await keypad.street.wait(60)
        events = await told(program, "code.on_lock")
        assert len(events) == 1 and events[0]["data"]["state"] == "on_lock"
        digits = {str(auth.code) for auth in keypad.ring.listed.values() if getattr(auth, "code", None)}
        assert digits and not any(each in str(events) for each in (*digits, "Anna"))

    tell(tmp_path, story)


def test_a_lost_grant_that_is_connected_again_is_recovered(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        customer, grant = await connected(street, program)
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("refresh_refused")
        address = f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}/actions"
        await program.post(address, {"kind": "unlock"}, status=409)
        link = await program.post(f"/customers/{customer['id']}/connect-links")
        await follow(street, link["url"])
        recovered = await told(program, "grant.lost", "grant.recovered")
        assert [each["type"] for each in recovered] == ["grant.lost", "grant.recovered"]
        assert recovered[1]["data"]["grant_id"] != grant["id"] and recovered[1]["customer_id"] == customer["id"]
        link = await program.post(f"/customers/{customer['id']}/connect-links")
        await follow(street, link["url"])
        assert len(await told(program, "grant.recovered")) == 1

    play(tmp_path, story)
