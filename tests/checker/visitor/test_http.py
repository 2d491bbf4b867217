"""The visitor without a browser reads the scripts a page names, and runs none."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from keyturn.checker.evidence import Canaries, Sighting
from keyturn.checker.visitor.http import HttpVisitor
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.wire import Answer, NoAnswer, Wire
from keyturn.secrecy import Secret

BASE, SECRET = "https://localhost:8443", "the-secret-of-the-company"
PAGE = (
    '<script defer src="/app.js?v=1&amp;w=2"></script><script>inline()</script>'
    "<script src='https://cdn.example/x.js'></script><SCRIPT SRC=/gone.js></SCRIPT>"
)


class Answers:
    """In the place of a wire."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send(self, method: str, url: str, **_: Any) -> Answer:
        self.asked.append(url.removeprefix(BASE))
        if "gone" in url:
            raise NoAnswer("Nobody is there.")
        return Answer(200, {}, (f"const key = '{SECRET}'" if "app.js" in url else PAGE).encode())


def test_scripts_of_the_subjects_own_are_searched_once_and_are_no_pages() -> None:
    wire, canaries = Answers(), Canaries()
    canaries.plant("client_secret", Secret(SECRET))
    recording = Recording(canaries, lambda: 0.0, BASE)
    visitor = HttpVisitor(cast(Wire, wire), recording, BASE)
    for _ in range(2):
        asyncio.run(visitor.open("/"))
    assert wire.asked == ["/", "/app.js?v=1&w=2", "/gone.js", "/"]
    assert canaries.sightings == [Sighting("client_secret", "body of GET /app.js")]
    assert [(one.url.removeprefix(BASE), one.part) for one in recording.exchanges] == [
        ("/", False),
        ("/app.js?v=1&w=2", True),
        ("/", False),
    ]
