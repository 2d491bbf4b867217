"""A code's digits stand on the page of the customer who asked for them, and nowhere else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tests.pair.access.keypad import SLOW, Keypad, tell
from tests.pair.joined import OURS


def everything_in(folder: Path) -> str:
    return b"".join(path.read_bytes() for path in folder.iterdir()).decode("latin-1")


def test_digits_are_shown_to_their_customer_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(keypad: Keypad) -> None:
        person = keypad.person
        await keypad.add(since="2026-03-02T10:00")
        await keypad.wait(4)
        digits = await keypad.digits()
        assert person.page is not None
        assert person.page.headers["cache-control"] == "no-store"
        assert digits not in str(person.page.url)
        shown = len(person.seen)
        await keypad.deed("change", since="2026-03-03T10:00")
        for fault in ("conflict", "server_error", "unprocessable"):
            keypad.street.sandbox.arm(fault, operation="PutSmartlockAuths")
            await keypad.add("Second")
        keypad.deleted_in_the_app()
        await keypad.days(1)
        await keypad.deed("restore")
        await keypad.wait(30)
        await keypad.deed("remove")
        await keypad.wait(30)
        pages = [*person.seen[: shown - 2], *person.seen[shown:]]
        texts = {
            "log": caplog.text,
            "pages but the one": "\n".join(pages),
            "journal": "\n".join(repr(entry) for entry in keypad.street.sandbox.journal),
            "database": everything_in(tmp_path),
        }
        spaced = f"{digits[:3]} {digits[3:]}"
        assert {place for place, text in texts.items() if digits in text or spaced in text} == set()

    tell(tmp_path, story, **SLOW)


def test_another_customer_and_a_link_get_nothing(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        await keypad.add()
        await keypad.wait(4)
        await keypad.deed("show")
        assert keypad.person.page is not None
        address = str(keypad.person.page.url)
        assert (await keypad.person.go(address)).problem == "wrong-method", "no link shows digits"
        keypad.person.browser.cookies.clear()
        answer = await keypad.person.browser.post(address)
        assert answer.status_code == 401
        assert 'data-code="signed-out"' in answer.text
        assert address.startswith(OURS)

    tell(tmp_path, story)
