"""One door's page: its buttons, its parts, and whose door it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.pair.joined import Street, play


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
