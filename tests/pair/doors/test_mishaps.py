"""Whatever goes wrong at a door: its own page says what it is and what to do, and never that it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.doors.test_one_door import press_there
from tests.pair.joined import Street, play

FAILING = {
    "motor_blocked": "nothing blocks the bolt",
    "position_lost": "",
    "device_busy": "Wait a moment, then try again",
    "action_cancelled": "Somebody cancelled it at the door",
    "clutch_failure": "Its clutch failed",
    "motor_timeout": "Its motor took too long",
    "low_voltage": "Change the batteries, then try again",
    "power_failure": "",
    "action_rejected": "It refused",
    "night_mode_rejects": "Change the night mode in the Nuki app",
    "device_times_out": "",
}
STANDING = {
    "device_offline": "Check its Wi-Fi or Bridge",
    "battery_critical": "Change the batteries soon",
    "door_sensor_jammed": "calibrate it in the Nuki app",
    "admin_pin_invalid": "Enter the right one in Nuki Web",
    "server_auth_invalid": "switch Nuki Web on again",
}
REFUSED = {"forbidden": "scope-missing", "locked": "door-busy", "payment_required": "account-not-paid"}


async def path_of(street: Street) -> str:
    await street.person.go("/doors")
    assert street.person.page is not None
    end = f"/{street.lock['smartlock_id']}"
    return next(part for part in street.person.page.text.split('"') if part.endswith(end))


@pytest.mark.parametrize("fault", FAILING)
def test_a_failed_action_is_told_with_its_remedy(tmp_path: Path, fault: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        path = await path_of(street)
        street.sandbox.arm(fault, times=None)
        await press_there(street, street.lock, "unlock")
        await street.wait(60)
        text = (await street.person.go(path)).text
        assert "did not unlock" in text, text
        assert "has confirmed" not in text
        assert FAILING[fault] in text, text

    play(tmp_path, story)


@pytest.mark.parametrize("fault", STANDING)
def test_a_lasting_trouble_is_told_with_its_remedy(tmp_path: Path, fault: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        path = await path_of(street)
        street.sandbox.arm(fault, times=None)
        await street.clock.advance(120)
        text = (await street.person.go(path)).text
        assert STANDING[fault] in text, text
        assert "Last known" in text or fault not in ("device_offline", "server_auth_invalid")

    play(tmp_path, story)


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refusal_is_a_problem_that_says_nothing_was_done(tmp_path: Path, fault: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.person.go("/doors")
        street.sandbox.arm(fault, times=None)
        await street.person.press(f"/{street.lock['smartlock_id']}/unlock")
        assert street.person.problem == REFUSED[fault]
        assert "What you can do" in street.person.text

    play(tmp_path, story, pause=None)
