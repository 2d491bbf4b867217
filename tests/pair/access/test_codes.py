"""A code asked for: confirmed, refused, changed, removed; and never more claimed than the lock's list says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pair.access.keypad import Keypad, tell
from tests.pair.joined import Street, central, play

from keyturn.nuki.auths import is_keypad_code
from keyturn.nuki.scopes import Scope


def test_a_code_is_made_and_confirmed_by_the_lock_and_not_before(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add(since="2026-03-02T10:00", until="2026-03-09T12:00")
        assert keypad.state() == "accepted"
        assert "Waiting for the door to confirm" in keypad.card()
        await keypad.wait(4)
        assert keypad.state() == "on_lock"
        assert "2 March 2026, 10:00 to 9 March 2026, 12:00" in keypad.card()
        known = keypad.known()
        assert known is not None
        assert known.code is not None
        assert is_keypad_code(known.code)
        assert (known.allowed_from_date, known.allowed_until_date) == (
            "2026-03-02T09:00:00.000Z",
            "2026-03-09T11:00:00.000Z",
        ), "the door's own time, in UTC"
        assert (known.allowed_week_days, known.allowed_from_time, known.allowed_until_time) == (127, 0, 0)
        assert str(known.code) == await keypad.digits()

    tell(tmp_path, story)


def test_without_a_webhook_the_list_is_read(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_AUTHS")
        await keypad.add()
        await keypad.wait(4)
        assert keypad.state() == "accepted"
        await keypad.wait(8)
        assert keypad.state() == "on_lock"

    tell(tmp_path, story)


def test_central_webhooks_confirm_too(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(12)
        assert keypad.state() == "on_lock"

    tell(tmp_path, story, **central())


def test_days_and_hours_reach_the_lock(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add("Cleaners", day0="1", day3="1", from_time="08:00", until_time="11:30")
        await keypad.wait(4)
        assert "Mon, Thu · 08:00–11:30" in keypad.card("Cleaners")
        known = keypad.known("Cleaners")
        assert known is not None
        assert (known.allowed_week_days, known.allowed_from_time, known.allowed_until_time) == (72, 480, 690)

    tell(tmp_path, story)


def test_a_change_sends_the_whole_and_is_confirmed(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add(since="2026-03-02T10:00")
        await keypad.wait(4)
        before = keypad.known()
        await keypad.deed("change", since="2026-03-03T10:00", until="2026-03-04T10:00", day2="1")
        assert keypad.state() == "changing"
        assert "the earlier times may hold" in keypad.card()
        await keypad.wait(4)
        assert keypad.state() == "on_lock"
        after = keypad.known()
        assert before is not None
        assert after is not None
        assert (after.id, after.code, after.name) == (before.id, before.code, before.name)
        assert after.allowed_from_date == "2026-03-03T09:00:00.000Z"
        assert after.allowed_week_days == 16

    tell(tmp_path, story)


def test_a_removal_is_confirmed_and_the_digits_are_erased(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        await keypad.deed("remove")
        assert keypad.state() == "removing"
        await keypad.wait(4)
        assert keypad.state() == "removed"
        assert keypad.known() is None
        assert "Show code" not in keypad.card()
        (code,) = await keypad.street.integration.store.codes.codes(
            (await keypad.street.integration.store.grants.usable())[0], keypad.number
        )
        assert code.sealed_digits == b""
        await keypad.add()
        assert keypad.person.problem == "", "the name is free again"

    tell(tmp_path, story)


def test_a_form_sent_twice_is_one_code(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        assert keypad.person.page is not None
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', keypad.person.page.text))
        for _ in range(2):
            await keypad.person.browser.post(f"https://keyturn.test{keypad.path}", data=hidden | {"name": "Guest"})
        await keypad.wait(10)
        assert keypad.state() == "on_lock"
        assert len([auth for auth in keypad.ring.known.values() if auth.name == "Guest"]) == 1

    tell(tmp_path, story)


def test_what_cannot_be_is_said_in_words(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add("x" * 21)
        assert keypad.person.problem == "code-name"
        await keypad.add("Cleaning")
        assert keypad.person.problem == "code-name-taken"
        await keypad.add(since="2026-03-02T10:00", until="2026-03-01T10:00")
        assert keypad.person.problem == "code-window"
        assert "The end has to come after the beginning" in keypad.person.text
        await keypad.person.go(keypad.path + "/" + "0" * 24)
        assert keypad.person.problem == "unknown-code"

    tell(tmp_path, story)


def test_a_door_without_a_keypad(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        garden = Keypad(keypad.street, keypad.street.facts["smartlocks"][1]["smartlock_id"])
        await garden.look()
        assert "This door has no keypad" in garden.person.text
        assert 'name="since"' not in (garden.person.page.text if garden.person.page else "")
        await keypad.look()
        page = keypad.person.page
        assert page is not None
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        answer = await keypad.person.browser.post(
            f"https://keyturn.test{garden.path}", data=hidden | {"name": "Guest"}
        )
        assert 'data-code="no-keypad"' in answer.text
        assert "Pair a keypad" in answer.text

    tell(tmp_path, story)


def test_digits_the_lock_has_already_are_a_conflict(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("conflict", operation="PutSmartlockAuths")
        await keypad.add()
        assert keypad.person.problem == "code-exists"
        await keypad.wait(1)
        assert keypad.state() == "failed"
        assert "The door already knows these digits" in keypad.card()

    tell(tmp_path, story)


def test_the_end_of_the_room_is_said_before_it_is_reached(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        assert "1 of 200 codes are in use" in keypad.person.text
        assert "Made elsewhere" in keypad.person.text
        assert "Cleaning Mon, Tue, Wed, Thu, Fri · 08:00–12:00" in keypad.person.text
        assert "726194" not in keypad.person.text, "its digits are not ours to show"
        keypad.fill(192)
        await keypad.wait(1)
        assert "193 of 200 codes are in use on this door: 7 more fit" in keypad.person.text
        keypad.fill(199)
        await keypad.wait(1)
        assert "All 200 codes of this door are in use" in keypad.person.text
        assert 'name="since"' not in (keypad.person.page.text if keypad.person.page else "")

    tell(tmp_path, story)


def test_nothing_of_it_where_it_is_off(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        assert "/codes" not in (street.person.page.text if street.person.page else "")
        grant_id = (await street.integration.store.grants.usable())[0]
        await street.person.go(f"/doors/{grant_id}/{street.lock['smartlock_id']}/codes")
        assert street.person.problem == "unknown-door"
        assert Scope.SMARTLOCK_AUTH not in street.integration.settings.scopes

    play(tmp_path, story)


def test_german(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add(since="2026-03-02T10:00")
        await keypad.wait(4)
        await keypad.person.go(keypad.path + "?lang=de")
        assert "Auf der Tür: Sie hat es bestätigt." in keypad.card()
        assert "ab 2. März 2026, 10:00" in keypad.card()

    tell(tmp_path, story)
