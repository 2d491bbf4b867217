"""Codes where things go wrong: the lock is away, somebody uses the app, a window gets lost."""

from __future__ import annotations

from pathlib import Path

from tests.pair.access.keypad import SLOW, Keypad, tell


def test_a_lock_that_is_away_gets_the_code_when_it_is_back(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("device_offline", times=None)
        await keypad.add()
        await keypad.wait(90)
        assert keypad.state() == "unconfirmed"
        assert "The door is offline. We send it again as soon as the door is back." in keypad.card()
        digits = await keypad.digits()
        keypad.street.sandbox.disarm("device_offline")
        await keypad.wait(300)
        assert keypad.state() == "on_lock"
        known = keypad.known()
        assert known is not None
        assert str(known.code) == digits, "the digits the customer may have given away"
        assert len([auth for auth in keypad.ring.known.values() if auth.name == "Guest"]) == 1

    tell(tmp_path, story)


def test_a_code_that_comes_late_by_itself_is_not_made_twice(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        world = keypad.street.sandbox._world
        world.settings = world.settings.changed({"changes_while_offline": "late"})
        keypad.street.sandbox.arm("device_offline", times=None)
        await keypad.add()
        await keypad.wait(90)
        assert keypad.state() == "unconfirmed"
        keypad.street.sandbox.disarm("device_offline")
        await keypad.wait(300)
        assert keypad.state() == "on_lock"
        assert len([auth for auth in keypad.ring.known.values() if auth.name == "Guest"]) == 1

    tell(tmp_path, story)


def test_a_change_that_got_lost_is_sent_again(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        keypad.street.sandbox.arm("device_offline", times=None)
        await keypad.deed("change", since="2026-03-03T10:00")
        await keypad.wait(90)
        assert keypad.state() == "changing", "listed is not yet on the lock"
        known = keypad.known()
        assert known is not None
        assert known.allowed_from_date is None
        keypad.street.sandbox.disarm("device_offline")
        await keypad.wait(300)
        assert keypad.state() == "on_lock"
        known = keypad.known()
        assert known is not None
        assert known.allowed_from_date == "2026-03-03T09:00:00.000Z"

    tell(tmp_path, story)


def test_a_removal_that_got_lost_is_sent_again(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        keypad.street.sandbox.arm("device_offline", times=None)
        await keypad.deed("remove")
        await keypad.wait(90)
        assert keypad.state() == "removing"
        assert keypad.known() is not None
        keypad.street.sandbox.disarm("device_offline")
        await keypad.wait(300)
        assert keypad.state() == "removed"
        assert keypad.known() is None

    tell(tmp_path, story)


def test_an_unconfirmed_code_can_be_given_up(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("device_offline", times=None)
        await keypad.add()
        await keypad.wait(90)
        await keypad.deed("remove")
        keypad.street.sandbox.disarm("device_offline")
        await keypad.wait(300)
        assert keypad.state() == "removed"
        assert keypad.known() is None

    tell(tmp_path, story)


def test_deleted_in_the_app_shows_with_the_daily_sync_and_can_be_put_back(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        digits = await keypad.digits()
        keypad.deleted_in_the_app()
        await keypad.wait(3600)
        assert keypad.state() == "on_lock", "Nuki tells of it with the next sync only"
        await keypad.days(1)
        assert keypad.state() == "drifted"
        assert "Somebody removed it, for instance in the Nuki app." in keypad.card()
        await keypad.deed("restore")
        await keypad.wait(10)
        assert keypad.state() == "on_lock"
        assert await keypad.digits() == digits

    tell(tmp_path, story, **SLOW)


def test_without_its_webhook_the_same_drift_is_found_by_a_read(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        keypad.street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_AUTHS")
        keypad.deleted_in_the_app()
        await keypad.days(1.3)
        assert keypad.state() == "drifted"

    tell(tmp_path, story, **SLOW)


def test_a_window_that_got_lost_is_mended_at_once(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add(since="2026-03-02T10:00", from_time="08:00", until_time="11:00")
        await keypad.wait(4)
        keypad.in_the_app(
            allowed_from_date=None, allowed_week_days=None, allowed_from_time=None, allowed_until_time=None
        )
        await keypad.days(1)
        assert keypad.state() == "on_lock"
        known = keypad.known()
        assert known is not None
        assert (known.allowed_from_time, known.allowed_until_time, known.allowed_week_days) == (480, 660, 127)

    tell(tmp_path, story, **SLOW)


def test_what_somebody_wanted_in_the_app_is_shown_and_not_undone(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        for name, change, said in (
            ("Times", {"allowed_week_days": 64}, "other times for it"),
            ("Digits", {"code": 987654}, "other digits under this name"),
            ("Off", {"enabled": False}, "It was switched off"),
        ):
            await keypad.add(name)
            await keypad.wait(4)
            keypad.in_the_app(name, **change)
            await keypad.days(1)
            assert keypad.state(name) == "drifted"
            assert said in keypad.card(name)
            known = keypad.known(name)
            assert known is not None
            assert {field: getattr(known, field) for field in change} == change
            await keypad.deed("change", name, **{f"day{day}": "1" for day in range(7)})
            await keypad.wait(4)
            assert keypad.state(name) == "on_lock"

    tell(tmp_path, story, **SLOW)


def test_an_answer_that_got_lost_is_settled_by_the_locks_list(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("answer_lost", operation="PutSmartlockAuths")
        await keypad.add()
        await keypad.wait(40)
        assert keypad.state() == "on_lock"
        assert len([auth for auth in keypad.ring.known.values() if auth.name == "Guest"]) == 1

    tell(tmp_path, story)


def test_codes_go_on_after_a_reconnect(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        await keypad.person.connect()
        await keypad.wait(10)
        await keypad.look()
        assert keypad.state() == "on_lock"
        await keypad.deed("remove")
        await keypad.wait(10)
        assert keypad.state() == "removed"

    tell(tmp_path, story)


def test_a_code_that_is_a_quarter_of_an_hour_late_ends_up_on_the_lock_once(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("auth_late")
        await keypad.add()
        digits = await keypad.digits()
        await keypad.wait(60)
        assert keypad.state() in ("unconfirmed", "on_lock")
        await keypad.wait(1800)
        assert keypad.state() == "on_lock"
        assert [str(auth.code) for auth in keypad.ring.known.values() if auth.name == "Guest"] == [digits]

    tell(tmp_path, story)


def test_a_code_lost_on_its_way_is_sent_again(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("auth_lost")
        await keypad.add()
        await keypad.wait(240)
        assert keypad.state() == "on_lock"
        assert keypad.known() is not None

    tell(tmp_path, story)


def test_a_removal_that_was_not_carried_out_is_sent_again(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        keypad.street.sandbox.arm("auth_not_deleted")
        await keypad.deed("remove")
        await keypad.wait(20)
        assert keypad.state() == "removing", "the answer alone says nothing"
        await keypad.wait(120)
        assert keypad.state() == "removed"
        assert keypad.known() is None

    tell(tmp_path, story)


def test_a_ghost_in_nukis_list_is_taken_away_and_the_code_made_again(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        keypad.street.sandbox.arm("auth_not_on_lock")
        await keypad.add()
        digits = await keypad.digits()
        await keypad.wait(20)
        assert keypad.state() == "accepted", "listed is not on the lock"
        assert keypad.known() is None
        await keypad.wait(240)
        assert keypad.state() == "on_lock"
        assert [str(auth.code) for auth in keypad.ring.known.values() if auth.name == "Guest"] == [digits]
        assert len([auth for auth in keypad.ring.listed.values() if auth.name == "Guest"]) == 1

    tell(tmp_path, story)
