"""The week of a door's codes on the page: each as far as the door has confirmed it, and never a digit."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pair.access.keypad import Keypad, tell


def week(keypad: Keypad) -> str:
    assert keypad.person.page is not None
    found = re.search(r'<section id="week".*?</section>', keypad.person.page.text, re.S)
    return found[0] if found else ""


def grid(keypad: Keypad) -> str:
    found = re.search(r"<tbody>.*?</tbody>", week(keypad), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_a_code_is_drawn_as_sure_only_when_the_door_has_it(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        assert week(keypad) == ""
        await keypad.add("Cleaners", day0="1", day3="1", from_time="08:00", until_time="11:30")
        assert 'class="bars unsure"' in week(keypad)
        assert "not confirmed yet" in grid(keypad)
        await keypad.wait(4)
        assert 'class="bars unsure"' not in week(keypad)
        assert grid(keypad).count("08:00–11:30") == 2
        digits = await keypad.digits("Cleaners")
        for address in (keypad.path, keypad.path + "/live"):
            await keypad.person.go(address)
            assert "Cleaners" in week(keypad)
            assert digits not in keypad.person.text.replace(" ", "")

    tell(tmp_path, story)


def test_weeks_are_turned_by_links_and_a_wrong_one_is_said(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add(since="2026-03-27T22:00", until="2026-03-29T12:00")
        await keypad.wait(4)
        assert "Not in this week:" in keypad.person.text
        await keypad.person.go(keypad.path + "?week=2026-W13")
        assert "22:00–24:00" in grid(keypad)
        assert "00:00–12:00" in grid(keypad)
        assert "put forward from 02:00 to 03:00: this day has 23 hours" in keypad.person.text
        assert "week=2026-W12#week" in week(keypad)
        assert "live?week=2026-W13" in keypad.person.page.text if keypad.person.page else False
        await keypad.person.go(keypad.path + "?week=soon")
        assert keypad.person.problem == "not-found"

    tell(tmp_path, story)
