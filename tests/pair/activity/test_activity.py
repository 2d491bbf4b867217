"""What happened at the doors: told by webhooks, completed by reads, each entry once, in words; only if asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.joined import Street, play


async def unlocked(street: Street) -> None:
    await street.person.connect()
    await street.press("unlock")
    await street.wait(30)


@pytest.mark.parametrize("heard", [True, False])
def test_an_entry_is_there_once_by_webhook_and_by_read(tmp_path: Path, heard: bool) -> None:
    async def story(street: Street) -> None:
        if not heard:
            street.sandbox.arm("webhook_lost", times=None)
        await unlocked(street)
        assert "DEVICE_LOGS" in str(street.post.carried) or not heard
        for _ in range(2):
            text = (await street.person.go("/activity")).text
            assert text.count("Unlocked · Front door") == 1, text
        assert "Nuki Web, over the internet" in text
        (await street.person.go("/activity?lang=de")).text.index("Aufgesperrt · Front door")

    play(tmp_path, story, activity=True)


def test_one_door_has_a_chart_and_its_own_entries_only(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await unlocked(street)
        page = await street.person.go(f"/activity?door={street.lock['smartlock_id']}")
        assert "The last seven days" in page.text
        assert "Unlocked" in page.text
        other = await street.person.go(f"/activity?door={street.opener['smartlock_id']}")
        assert "Nothing is known to have happened" in other.text
        assert "Unlocked" in (await street.person.go("/activity?before=nonsense")).text

    play(tmp_path, story, activity=True)


def test_trouble_at_nuki_is_said_and_what_is_known_stays(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await unlocked(street)
        street.sandbox.arm("server_error", times=None)
        text = (await street.person.go("/activity")).text
        assert "Unlocked · Front door" in text
        assert "Nuki does not answer" in text

    play(tmp_path, story, activity=True, pause=None)


def test_without_the_setting_nobody_asks_and_nobody_is_shown(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await unlocked(street)
        assert "smartlock.log" not in " ".join(street.person.seen)
        assert "DEVICE_LOGS" not in str(street.post.carried)
        assert (await street.person.go("/activity")).problem == "not-found"

    play(tmp_path, story)


def test_a_log_that_is_switched_off_is_said_to_be(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await unlocked(street)
        await street.clock.advance(300)
        street.sandbox.arm("activity_log_off", times=None)
        await street.press("lock")
        await street.wait(30)
        assert "most likely switched off" not in (await street.person.go("/activity")).text, "it may still come"
        await street.wait(90)
        assert "most likely switched off" in (await street.person.go("/activity")).text

    play(tmp_path, story, activity=True)
