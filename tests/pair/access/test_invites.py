"""A person invited: the code comes by webhook, is shown once, holds for 48 hours, and is nowhere else."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from tests.pair.access.keypad import DAY, SLOW, Keypad, tell


class Invitations(Keypad):
    """The page beside the codes."""

    async def open(self) -> str:
        self.invites = self.path.removesuffix("/codes") + "/invites"
        await self.person.go(self.invites)
        return self.person.text

    async def invite(self, name: str = "Anna", email: str = "anna@guest.example") -> None:
        await self.open()
        await self.person.press("/invites", name=name, email=email)

    async def show(self) -> str:
        await self.open()
        assert self.person.page is not None
        found = re.search(r'action="([^"]+/show)"', self.person.page.text)
        assert found, self.person.text
        self.shown_at = found[1]
        await self.person.press(found[1])
        digits = re.search(r"<strong>([\d ]{11})</strong>", self.person.page.text)
        assert digits, self.person.text
        return digits[1].replace(" ", "")


async def open_invitations(keypad: Keypad) -> Invitations:
    invitations = Invitations(keypad.street)
    await invitations.look()
    return invitations


def test_an_invitation_is_shown_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        await people.invite()
        assert people.state("Anna") == "accepted"
        await people.wait(6)
        await people.open()
        assert people.state("Anna") == "ready"
        code = await people.show()
        (auth_id,) = [auth.id for auth in people.ring.known.values() if auth.name == "Anna"]
        assert people.ring.invites[auth_id].code == code
        page = people.person.page
        assert page is not None
        assert page.headers["cache-control"] == "no-store"
        others = [text for text in people.person.seen if text != page.text]
        await people.open()
        assert people.state("Anna") == "shown"
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', people.person.page.text))  # type: ignore[union-attr]
        again = await people.person.browser.post(f"https://keyturn.test{people.shown_at}", data=hidden)
        assert 'data-code="invite-spent"' in again.text
        texts = [caplog.text, again.text, *others, *(repr(entry) for entry in people.street.sandbox.journal)]
        assert not any(code in text for text in texts)

    tell(tmp_path, story)


def test_after_two_days_it_is_over(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        await people.invite()
        await people.wait(10)
        await people.street.clock.advance(2 * DAY)
        assert "The 48 hours of this invitation are over." in await people.open()
        assert "Show the invitation" not in people.person.text

    tell(tmp_path, story, **SLOW)


def test_the_same_person_twice_is_understood(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        await people.invite()
        await people.wait(10)
        await people.invite("Anna again", "ANNA@guest.example")
        assert people.person.problem == "invite-exists"
        await people.invite("", "nobody")
        assert people.person.problem == "invite-person"

    tell(tmp_path, story)


def test_an_offline_door_is_said(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        people.street.sandbox.arm("device_offline", times=None)
        await people.invite()
        await people.wait(60)
        await people.open()
        assert people.state("Anna") == "failed"
        assert "Most likely it is offline" in people.card("Anna")

    tell(tmp_path, story)


def test_a_lost_answer_is_not_repeated(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        people.street.sandbox.arm("answer_lost", operation="PutSmartlockAuthsAdvanced")
        await people.invite()
        await people.wait(60)
        await people.open()
        assert people.state("Anna") == "unknown"
        assert len([auth for auth in people.ring.known.values() if auth.name == "Anna"]) == 1

    tell(tmp_path, story)


def test_a_webhook_before_the_answer_is_kept(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        people = await open_invitations(keypad)
        people.street.sandbox.arm("webhook_early", operation="PutSmartlockAuthsAdvanced")
        await people.invite()
        await people.wait(10)
        await people.open()
        assert people.state("Anna") == "ready"
        assert len(await people.show()) == 9

    tell(tmp_path, story)
