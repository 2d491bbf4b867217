"""A whole story, mishaps included, as it stands in the log: references that lead from page to line, and no secret."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import msgspec
from tests.pair.joined import OURS, UNHURRIED, Street, play

from keyturn.integration import write_log


def test_a_story_in_lines(tmp_path: Path) -> None:
    where, root = io.StringIO(), logging.getLogger()
    level = root.level
    secrets: set[str] = set()
    references: list[str] = []

    async def story(street: Street) -> None:
        await street.person.connect()
        await street.press("unlock")
        await street.wait(20)
        await street.person.go("/connect/callback?code=stolen-code-1234&state=stolen-state-5678")
        assert street.person.page is not None
        shown = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", street.person.page.text)
        assert shown
        references.append(shown[0])
        genuine = street.post.carried[-1][0]
        await street.person.browser.post(
            genuine, content=b"{}", headers={"authorization": "Bearer for-nobody-123"}
        )
        street.sandbox.arm("service_unavailable", times=None)
        await street.press("lock")
        await street.clock.advance(4000)
        await street.person.browser.get(OURS + "/operator")
        secrets.update(street.overheard.secrets)
        secrets.update((genuine.rpartition("/")[2], "stolen-code-1234", "stolen-state-5678", "for-nobody-123"))
        secrets.update(street.person.browser.cookies.values())

    handler = write_log("json", where)
    try:
        play(tmp_path, story, **UNHURRIED)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    text = where.getvalue()
    lines = [msgspec.json.decode(line) for line in text.splitlines()]
    assert len(lines) > 10
    assert [line["said"] for line in lines if line.get("request") == references[0]]
    requests = [line for line in lines if line["from"] == "keyturn.integration.watch.requests"]
    assert all(line["request"] for line in requests)
    assert any(line["said"].startswith("POST webhook: 204 in ") for line in lines)
    assert len(secrets) > 8
    assert not [secret for secret in secrets if secret in text]
