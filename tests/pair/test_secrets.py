"""The secrets of a whole run, listened to on the wire, occur in no log, page, URL, database file or journal."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.pair.joined import OURS, Street, play


def everything_in(folder: Path) -> str:
    return b"".join(path.read_bytes() for path in folder.iterdir()).decode("latin-1")


def of_the_browser(line: str) -> bool:
    """Our houses call nothing at our own address: these lines are the test's browser speaking."""
    return "HTTP Request: GET " + OURS in line


def test_no_secret_is_found_anywhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found: dict[str, list[str]] = {}

    async def story(street: Street) -> None:
        person = await street.person.connect("deny")
        await person.connect()
        for fault in (None, "motor_blocked", "access_token_dead", "webhook_badly_signed", "token_endpoint_down"):
            if fault:
                street.sandbox.arm(fault)
            await street.press("unlock")
            await street.wait(120)
        street.sandbox.disarm("token_endpoint_down")
        street.sandbox.arm("access_token_dead")
        street.sandbox.arm("refresh_refused")
        await street.wait(120)
        await person.connect()
        await person.press("/disconnect")
        secrets = street.overheard.secrets | {street.facts["account"]["password"], street.facts["api_token"]}
        secrets |= {quote(secret, safe="") for secret in secrets}
        codes = {secret for secret in secrets if f"code={secret}" in " ".join(person.seen)}
        assert len(secrets) >= 12, "access and refresh tokens, codes, signing keys, the client's secret"
        # The code travels in the callback's address by design (RFC 6749 4.1.2); no page may stay on it.
        pages = [text for text in person.seen if not text.startswith(OURS + "/connect/callback")]
        places = {
            "log": "\n".join(line for line in caplog.text.splitlines() if not of_the_browser(line)),
            "page or address": "\n".join(pages),
            "journal": "\n".join(repr(entry) for entry in street.sandbox.journal),
            "database": everything_in(tmp_path),
        }
        for place, text in places.items():
            found[place] = [secret for secret in secrets if secret in text]
        assert codes, "the run had codes"

    play(tmp_path, story)
    assert found == {"log": [], "page or address": [], "journal": [], "database": []}
