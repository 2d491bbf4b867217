"""A device's settings are changed whole, shown as Nuki has them, and only where an installation asks for it."""

from __future__ import annotations

from pathlib import Path

from tests.pair.doors.test_mishaps import path_of
from tests.pair.joined import Street, play


def test_a_name_and_the_light_are_changed_and_everything_else_stays(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        path = await path_of(street)
        before = street.sandbox.device(street.lock["smartlock_id"])["config"]
        await street.person.go(path + "/settings")
        await street.person.press("/settings", name="Main door", button="on")
        await street.clock.advance(60)
        after = street.sandbox.device(street.lock["smartlock_id"])["config"]
        assert (after["name"], after["ledEnabled"], after["buttonEnabled"]) == ("Main door", False, True)
        told = {"name", "ledEnabled", "buttonEnabled", "pairingEnabled", "operationId"}
        assert {k: v for k, v in after.items() if k not in told} == {
            k: v for k, v in before.items() if k not in told
        }
        await street.person.go(path + "/settings?sent")
        assert street.person.page is not None
        assert 'value="Main door"' in street.person.page.text
        assert "what Nuki says now" in street.person.text
        await street.person.press("/settings", name="")
        assert street.person.problem == "unknown-action"

    play(tmp_path, story, configure=True)


def test_nobody_is_asked_for_the_scope_without_the_setting(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        path = await path_of(street)
        assert "smartlock.config" not in " ".join(street.person.seen)
        assert "/settings" not in street.person.page.text if street.person.page else False
        await street.person.go(path + "/settings")
        assert street.person.page is not None
        assert 'name="name"' not in street.person.page.text

    play(tmp_path, story)
