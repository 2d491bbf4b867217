"""A device's settings: sent whole, said to be so only when the device has them, and what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pair.doors.panel import Panel, tell
from tests.pair.doors.test_mishaps import path_of
from tests.pair.joined import UNHURRIED, Street, play

from keyturn.integration.settings import WebhookMode


def test_a_change_is_confirmed_by_the_device_and_everything_else_stays(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        before, advanced = panel.has(), panel.has("advancedConfig")
        await panel.save(name="Main door", led_enabled="", auto_lock="on", auto_lock_timeout="90")
        assert panel.wish == "accepted"
        assert "Waiting for the device to confirm" in panel.person.text
        assert "Auto lock: on" in panel.person.text
        assert panel.has() == before, "heard is not done"
        await panel.street.wait(10)
        assert await panel.kept() == "confirmed", "by the webhook, with nobody looking"
        await panel.look()
        assert panel.wish == "confirmed"
        assert panel.has() == before | {"name": "Main door", "ledEnabled": False}
        assert panel.has("advancedConfig") == advanced | {"autoLock": True, "autoLockTimeout": 90}

    tell(tmp_path, story)


@pytest.mark.parametrize("lost", [False, True], ids=["told", "read"])
def test_a_knob_outside_is_said_on_the_buttons_at_once(tmp_path: Path, lost: bool) -> None:
    async def story(panel: Panel) -> None:
        if lost:
            panel.street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_CONFIG")
        await panel.save(auto_unlatch="on")
        await panel.street.wait(10)
        await panel.look()
        await panel.person.go(await path_of(panel.street))
        assert "set up with a knob outside" in panel.person.text

    tell(tmp_path, story)


def test_without_a_webhook_the_device_is_read(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        panel.street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_CONFIG")
        await panel.save(button_enabled="")
        await panel.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"
        assert panel.has()["buttonEnabled"] is False

    tell(tmp_path, story)


def test_an_open_page_is_told_and_asks_nuki_only_when_it_is_overdue(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        panel.street.sandbox.arm("webhook_lost", times=None, webhook="DEVICE_CONFIG")
        await panel.save(led_enabled="")
        live = str(panel.person.page.url) + "/live" if panel.person.page else ""
        asked = len(list(panel.street.sandbox.journal))
        for _ in range(5):
            await panel.street.clock.advance(3)
            await panel.person.go(live)
            assert panel.wish == "accepted"
            assert 'hx-trigger="every 3s"' in panel.person.seen[-1]
        calls = [entry for entry in list(panel.street.sandbox.journal)[asked:] if "GET" in repr(entry)]
        assert calls == [], "nobody asks Nuki every three seconds"
        await panel.street.clock.advance(20)
        await panel.person.go(live)
        assert panel.wish == "confirmed"
        assert "hx-trigger" not in panel.person.seen[-1]

    tell(tmp_path, story)


def test_a_change_of_the_day_before_is_history(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        await panel.save(led_enabled="")
        await panel.street.clock.advance(3600)
        await panel.look()
        assert panel.wish == "confirmed"
        await panel.street.clock.advance(24 * 3600)
        await panel.look()
        assert panel.wish == ""
        assert panel.has()["ledEnabled"] is False

    tell(tmp_path, story, session_idle_seconds=48 * 3600.0, session_seconds=48 * 3600.0, **UNHURRIED)


def test_two_changes_one_after_the_other_are_both_kept(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        await panel.save(led_enabled="")
        await panel.save(name="Main door")
        assert "Light ring: off" in panel.person.text, "the first is still waited for"
        await panel.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"
        assert (panel.has()["name"], panel.has()["ledEnabled"]) == ("Main door", False)

    tell(tmp_path, story)


def test_only_what_was_changed_on_the_page_is_asked_for(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        page = panel.person.page
        assert page is not None
        await panel.save(led_enabled="")
        await panel.street.wait(10)
        panel.person.page = page  # another browser, opened before
        await panel.person.press("/settings", name="Main door", led_enabled="on", button_enabled="on")
        await panel.street.wait(10)
        assert (panel.has()["name"], panel.has()["ledEnabled"]) == ("Main door", False)

    tell(tmp_path, story)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("device_offline", "The device is offline"),
        ("admin_pin_invalid", "Nuki Web has a wrong admin PIN"),
    ],
)
def test_what_does_not_reach_the_device_is_never_called_done(tmp_path: Path, fault: str, said: str) -> None:
    async def story(panel: Panel) -> None:
        panel.street.sandbox.arm(fault, times=None)
        await panel.street.wait(5)
        await panel.save(led_enabled="")
        assert said in panel.person.text
        assert "Until then it takes over no settings" in panel.person.text
        await panel.street.wait(20)
        await panel.look()
        assert panel.wish == "accepted"
        await panel.street.wait(20)
        await panel.look()
        assert panel.wish == "unconfirmed"
        assert "may not have changed" in panel.person.text
        panel.street.sandbox.disarm()
        await panel.street.wait(5)
        await panel.save(led_enabled="")
        await panel.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"
        assert panel.has()["ledEnabled"] is False

    tell(tmp_path, story)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("forbidden", "scope-missing"),
        ("locked", "door-busy"),
        ("conflict", "conflict"),
        ("unprocessable", "request-refused"),
        ("payment_required", "account-not-paid"),
        ("upgrade_required", "upgrade-required"),
        ("too_many_requests", "nuki-busy"),
    ],
)
def test_a_refusal_says_what_to_do_and_is_remembered(tmp_path: Path, fault: str, problem: str) -> None:
    async def story(panel: Panel) -> None:
        before = panel.has()
        panel.street.sandbox.arm(fault, times=None, operation="PostSmartlockConfig")
        await panel.save(led_enabled="")
        assert panel.person.problem == problem
        panel.street.sandbox.disarm()
        await panel.look()
        assert panel.wish == "refused"
        assert "It was not changed" in panel.person.text
        await panel.street.wait(60)
        assert panel.has() == before

    tell(tmp_path, story, pause=None)


@pytest.mark.parametrize("fault", ["answer_lost", "server_error"])
def test_an_answer_that_got_lost_is_no_success(tmp_path: Path, fault: str) -> None:
    async def story(panel: Panel) -> None:
        panel.street.sandbox.arm(fault, times=None, operation="PostSmartlockConfig")
        await panel.save(led_enabled="")
        assert panel.person.problem == ""
        assert panel.wish == "unconfirmed"
        panel.street.sandbox.disarm()
        await panel.street.wait(10)
        await panel.look()
        assert (panel.wish == "confirmed") == (panel.has()["ledEnabled"] is False)

    tell(tmp_path, story, pause=None)


def test_a_value_no_device_takes_is_not_sent(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        for wrong in ({"name": " "}, {"name": "x" * 33}, {"auto_lock_timeout": "1"}, {"timezone_id": "46"}):
            await panel.save(**wrong)
            assert panel.person.problem == "setting-value"
        await panel.save(lng_timeout="7")
        assert panel.person.problem == "setting-value"
        await panel.look()
        assert panel.wish == ""

    tell(tmp_path, story)


def test_an_opener_has_settings_of_its_own(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        assert "Auto lock" not in panel.person.text
        assert "Night" not in panel.person.text
        before = panel.has("openerAdvancedConfig")
        changes = {"rto_timeout": "45", "disable_rto_after_ring": "", "sound_rto": "2", "sound_level": "120"}
        await panel.save(**changes, **{"doorbell_suppression-1": "on", "doorbell_suppression-2": "on"})
        assert (
            "The doorbell stays silent: while ring to open is on, while continuous mode is on" in panel.person.text
        )
        await panel.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"
        assert panel.has("openerAdvancedConfig") == before | {
            "rtoTimeout": 45,
            "disableRtoAfterRing": False,
            "soundRto": 2,
            "soundLevel": 120,
            "doorbellSuppression": 6,
        }

    tell(tmp_path, story, kind="opener")


def test_what_only_the_app_can_set_is_said(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        assert "Its night mode is not on at the moment" in panel.person.text
        assert "set in the Nuki app" in panel.person.text

    tell(tmp_path, story)


def test_central_webhooks_confirm_too(tmp_path: Path) -> None:
    async def story(panel: Panel) -> None:
        await panel.save(led_enabled="")
        await panel.street.wait(10)
        await panel.look()
        assert panel.wish == "confirmed"

    tell(tmp_path, story, webhooks=WebhookMode.CENTRAL)


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
