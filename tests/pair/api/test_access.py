"""Codes, invitations and page sessions by /v1: made by the rules, confirmed by the lock, digits to few."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from tests.pair.api.program import Program
from tests.pair.api.test_story import connected
from tests.pair.joined import Street, play

from keyturn.integration.partners.key import KeyScope


async def door_of(street: Street, program: Program) -> str:
    _, grant = await connected(street, program)
    return f"/grants/{grant['id']}/smartlocks/{street.lock['smartlock_id']}"


def test_a_code_from_its_name_to_its_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(street: Street) -> None:
        program = await Program.of(street)
        door = await door_of(street, program)
        window = {"since": "2030-03-29T15:00", "until": "2030-04-02T11:00", "days": [0, 5]}
        made = await program.post(f"{door}/codes", {"name": "Anna", "window": window})
        assert made["days"] == [0, 5] and made["since"].endswith("Z")
        await street.wait(60)
        code = f"{door}/codes/{made['id']}"
        assert (await program.get(code))["state"] == "on_lock"
        digits = (await program.post(f"{code}/digits", status=200))["digits"]
        assert len(digits) == 6 and digits.isdecimal() and not digits.startswith("12")
        changed = await program.post(f"{code}/window", {"from_time": "08:00", "until_time": "18:30"}, status=200)
        assert (changed["state"], changed["from_minute"], changed["until_minute"]) == ("changing", 480, 1110)
        await street.wait(60)
        assert (await program.get(f"{door}/codes"))["items"][0]["state"] == "on_lock"
        await program.call("DELETE", code)
        await street.wait(60)
        assert (await program.get(code))["state"] == "removed"
        await program.post(f"{code}/digits", status=404)
        shown = re.compile(rf"(?<![\w.]){digits}(?!\w)")  # six digits of an id or an instant are no code
        assert len([text for text in program.seen if shown.search(text)]) == 1
        assert not shown.search(caplog.text)

    play(tmp_path, story, access=True)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "ends before it begins": ({"since": "2030-02-02T00:00", "until": "2030-02-01T00:00"}, "code-window"),
    "half of the hours": ({"from_time": "08:00"}, "code-window"),
    "no such day": ({"days": [7]}, "bad-request"),
    "no such date": ({"since": "2030-02-31T00:00"}, "code-window"),
}


@pytest.mark.parametrize("name", WRONG)
def test_impossible_times_are_refused_with_their_reason(tmp_path: Path, name: str) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        window, code = WRONG[name]
        door = await door_of(street, program)
        refused = await program.post(f"{door}/codes", {"name": "Anna", "window": window}, status=400)
        assert refused["code"] == code and refused["remedy"]

    play(tmp_path, story, access=True)


def test_an_invitation_and_its_code_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street)
        door = await door_of(street, program)
        made = await program.post(f"{door}/invites", {"name": "Anna", "email": "anna@example.com"})
        await street.wait(60)
        assert [(each["id"], each["state"]) for each in (await program.get(f"{door}/invites"))["items"]] == [
            (made["id"], "ready")
        ]
        told = await program.post(f"{door}/invites/{made['id']}/code", status=200)
        assert told["digits"].isdecimal()
        again = await program.post(f"{door}/invites/{made['id']}/code", status=409)
        assert again["code"] == "invite-spent"

    play(tmp_path, story, access=True)


def test_digits_need_a_scope_of_their_own_and_codes_the_customers_permission(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program = await Program.of(street, *(scope for scope in KeyScope if scope is not KeyScope.DIGITS))
        door = await door_of(street, program)
        refused = await program.post(f"{door}/codes/any/digits", status=403)
        assert refused["code"] == "key-scope-missing"
        refused = await program.get(f"{door}/codes", status=409)
        assert refused["code"] == "scope-missing"

    play(tmp_path, story)


def test_a_page_session_signs_in_once_and_soon(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        program, person = await Program.of(street), street.person
        customer, _ = await connected(street, program)
        made = await program.post(f"/customers/{customer['id']}/page-sessions")
        await person.go(made["url"])
        assert person.page is not None and person.page.url.path == "/doors" and street.lock["name"] in person.text
        assert "ticket" not in person.page.text
        await person.press("/logout")
        assert (await person.go(made["url"])).problem == "connect-link-dead"
        late = await program.post(f"/customers/{customer['id']}/page-sessions")
        await street.clock.advance(121)
        assert (await person.go(late["url"])).problem == "connect-link-dead"
        assert (await person.go("/doors")).problem == "signed-out"

    play(tmp_path, story)
