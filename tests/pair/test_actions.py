"""A door asked to move: confirmed, blocked, lost, late, twice, forged, early, offline; and never more claimed."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import httpx2
import pytest
from tests.pair.joined import OURS, Street, central, play

from keyturn.integration.settings import WebhookMode


async def connected(street: Street) -> str:
    await street.person.connect()
    return str(street.lock["name"])


def test_unlock_is_confirmed_by_a_signed_webhook_and_not_before(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        await street.press("unlock")
        assert street.person.action_of(name) == "accepted"
        assert "Waiting for the door to confirm" in street.person.door(name)
        assert "has confirmed" not in street.person.text
        await street.wait(20)
        assert street.person.action_of(name) == "confirmed"
        card = street.person.door(name)
        assert "Unlocked: the door has confirmed it." in card
        assert "told by the device" in card

    play(tmp_path, story)


@pytest.mark.parametrize(("kind", "said"), [("lock", "Locked: the door"), ("open", "Opened: the door")])
def test_lock_and_open(tmp_path: Path, kind: str, said: str) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        await street.press("unlock")
        await street.wait(20)
        await street.press(kind)
        await street.wait(20)
        assert said in street.person.door(name)

    play(tmp_path, story)


def test_the_opener_opens(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connected(street)
        await street.press("open", street.opener)
        await street.wait(20)
        assert street.person.action_of(street.opener["name"]) == "confirmed"
        with pytest.raises(AssertionError, match="no form"):
            await street.press("lock", street.opener)

    play(tmp_path, story)


def test_a_blocked_motor_fails_with_its_reason_and_a_next_step(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("motor_blocked")
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(name) == "failed"
        card = street.person.door(name)
        assert "did not unlock. Its motor is blocked." in card
        assert "Go to the door" in card
        assert "K_ERROR_MOTOR_BLOCKED" in card
        assert "Motor blocked" in card

    play(tmp_path, story)


def test_an_offline_door_says_so(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("device_offline", times=None)
        await street.press("unlock")
        await street.wait(40)
        assert street.person.action_of(name) == "failed"
        card = street.person.door(name)
        assert "could not be reached" in card
        await street.wait(90)
        assert "The device is offline" in street.person.door(name)

    play(tmp_path, story)


def test_a_lost_webhook_leaves_it_unconfirmed_with_what_a_read_saw(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("webhook_lost", times=None)
        await street.press("unlock")
        await street.wait(29)
        assert street.person.action_of(name) == "accepted"
        await street.wait(10)
        assert street.person.action_of(name) == "unconfirmed"
        card = street.person.door(name)
        assert "no confirmation came" in card
        assert "When we asked, Nuki reported: Unlocked." in card
        assert "look at the door before you try again" in card
        assert "has confirmed" not in card

    play(tmp_path, story)


def test_a_late_webhook_still_settles_it(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("webhook_late", times=None)
        await street.press("unlock")
        await street.wait(40)
        assert street.person.action_of(name) == "unconfirmed"
        await street.wait(60)
        assert street.person.action_of(name) == "confirmed"

    play(tmp_path, story)


def test_a_webhook_that_comes_twice_settles_once(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("webhook_twice", times=None)
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(name) == "confirmed"
        confirmations = [body for _, _, body in street.post.carried if b'"requestId"' in body]
        assert len(confirmations) == 2
        first = street.person.door(name)
        assert "It took" in first

    play(tmp_path, story)


@pytest.mark.parametrize("mode", list(WebhookMode))
def test_a_badly_signed_webhook_is_not_believed(tmp_path: Path, mode: WebhookMode) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("webhook_badly_signed", times=None)
        await street.press("unlock")
        await street.wait(20)
        assert street.person.action_of(name) == "accepted"
        await street.wait(20)
        assert street.person.action_of(name) == "unconfirmed"

    play(tmp_path, story, **(central() if mode is WebhookMode.CENTRAL else {}))


def test_a_webhook_that_comes_before_the_answer_is_kept_and_applied(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        street.sandbox.arm("webhook_early")
        await street.press("unlock")
        assert street.person.action_of(name) == "confirmed"

    play(tmp_path, story)


def test_a_forged_success_changes_nothing(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        await street.press("unlock")
        address = street.post.carried[0][0] if street.post.carried else None
        action = (await street.integration.store.actions.overdue(street.clock.now(), street.clock.now())) or None
        assert action is None
        grant = (await street.integration.store.grants.usable())[0]
        kept = await street.integration.store.subscriptions.subscription_of(grant)
        assert kept is not None
        address = address or f"{OURS}/webhooks/nuki/{kept.address}"
        latest = (await street.integration.store.actions.latest(grant))[street.lock["smartlock_id"]]
        body = json.dumps({"type": "SmartlockAction", "requestId": latest.request_id, "success": True}).encode()
        guess = hmac.new(b"guess", body, hashlib.sha256).hexdigest()
        for signature in (None, "", "0" * 64, guess):
            headers = {"X-Nuki-Signature-SHA256": signature} if signature is not None else {}
            async with httpx2.AsyncClient(transport=httpx2.ASGITransport(street.integration.app)) as forger:
                assert (await forger.post(address, content=body, headers=headers)).status_code == 401
                assert (await forger.post(address + "x", content=body, headers=headers)).status_code == 404
        await street.integration.inbox.quiet()
        await street.person.go("/doors")
        assert street.person.action_of(name) == "accepted"

    play(tmp_path, story)


def test_a_huge_webhook_is_refused_and_an_unknown_kind_is_accepted(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await connected(street)
        body = b'{"feature":"TOMORROW"}'
        key = street.facts["application"]["client_secret"].encode()
        signed = {"X-Nuki-Signature-SHA256": hmac.new(key, body, hashlib.sha256).hexdigest()}
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(street.integration.app)) as nuki:
            assert (await nuki.post(OURS + "/webhooks/nuki", content=body, headers=signed)).status_code == 204
            huge = b" " * (256 * 1024 + 1)
            assert (await nuki.post(OURS + "/webhooks/nuki", content=huge)).status_code == 413

    play(tmp_path, story, **central())


def test_pressing_twice_is_one_action_and_a_second_wish_waits(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        name = await connected(street)
        person = street.person
        before = person.page
        await person.press(f"/{street.lock['smartlock_id']}/unlock")
        after = person.page
        person.page = before
        await person.press(f"/{street.lock['smartlock_id']}/unlock")
        assert person.action_of(name) == "accepted"
        person.page = before
        await person.press(f"/{street.lock['smartlock_id']}/lock")
        assert person.problem == "door-busy"
        assert after is not None
        await street.wait(20)
        assert person.action_of(name) == "confirmed"
        calls = [
            entry for entry in street.sandbox.journal if "/action" in repr(entry) and "advanced" in repr(entry)
        ]
        assert calls
        assert sum(b'"requestId"' in body for _, _, body in street.post.carried) == 1

    play(tmp_path, story)
