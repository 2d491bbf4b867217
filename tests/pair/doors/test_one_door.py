"""One door's page: every action of it, its parts, and whose door it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.pair.joined import Street, play

from keyturn.integration.actions.action import kinds_for

LOCK, OPENER = 4, 2


async def press_there(street: Street, device: dict[str, Any], kind: str) -> None:
    """Press a button of the door's own page, and say yes where it asks."""
    person = street.person
    await person.go("/doors")
    assert person.page is not None
    path = next(part for part in person.page.text.split('"') if part.endswith(f"/{device['smartlock_id']}"))
    await person.go(path)
    await person.press(f"/{kind}")
    if 'name="sure"' in person.page.text:
        await person.press(f"/{kind}")
    assert str(person.page.url).endswith(path), "one comes back to where one was"


@pytest.mark.parametrize(
    ("device_type", "kind"), [(number, kind) for number in (LOCK, OPENER) for kind in kinds_for(number)]
)
def test_every_action_is_asked_for_and_confirmed(tmp_path: Path, device_type: int, kind: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        device = street.lock if device_type == LOCK else street.opener
        if kind == "ring-to-open-off":
            await press_there(street, device, "ring-to-open-on")
            await street.wait(20)
        await press_there(street, device, kind)
        assert "Waiting for the door to confirm" in street.person.text
        await street.wait(30)
        assert street.person.action_of(device["name"]) == "confirmed"

    play(tmp_path, story)


def test_the_parts_of_a_door_are_told(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        assert street.person.page is not None
        number = street.lock["smartlock_id"]
        path = next(part for part in street.person.page.text.split('"') if part.endswith(f"/{number}"))
        text = (await street.person.go(path)).text
        for said in ("84 %", "Door sensor", "door closed", "Keypad", "Firmware"):
            assert said in text
        await street.person.go(path.rsplit("/", 1)[0] + "/1")
        assert street.person.problem == "unknown-door"

    play(tmp_path, story)
