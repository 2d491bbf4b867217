"""A browser without scripts in front of the page, in memory; the sandbox behind it on a socket."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from tests.journey.walker import Walker

from keyturn.cli.journey.page.checking import Checking
from keyturn.cli.journey.page.deeds import Places
from keyturn.cli.journey.page.guard import ENTRY, Guard
from keyturn.cli.journey.page.site import Site

T = TypeVar("T")
PORT = 8600
HERE = f"http://127.0.0.1:{PORT}"


class Browser:
    """Follows redirects, keeps cookies, presses the forms a page shows."""

    def __init__(self, walker: Walker) -> None:
        self.guard = Guard(PORT)
        self.checking = Checking(Path("SUBJECT.toml"), Path("state/check.json"))
        places = Places(walker.manifest, Path("state/check.json"), walker.nuki.url, None)
        self.site = Site(places, self.guard, self.checking)
        self.client = self.another()
        self.page = httpx2.Response(200)

    def another(self) -> httpx2.AsyncClient:
        """Somebody else's, without our cookies."""
        transport = httpx2.ASGITransport(self.site.app)
        return httpx2.AsyncClient(transport=transport, base_url=HERE, follow_redirects=True, trust_env=False)

    async def enter(self) -> str:
        return await self.go(f"{ENTRY}?token={self.guard.entry.reveal()}")

    async def go(self, address: str, **headers: str) -> str:
        self.page = await self.client.get(address, headers=headers)
        return self.text

    async def press(self, action: str, **fields: str) -> str:
        """The first form that goes there, with what is filled in already."""
        forms = [
            form for form in re.findall(r"<form\b.*?</form>", self.page.text, re.S) if f'action="{action}"' in form
        ]
        assert forms, f"There is no form for {action!r} on: {self.text}"
        filled = {}
        for tag in re.findall(r"<input[^>]*>", forms[0]):
            found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            filled[found["name"]] = html.unescape(found["value"])
        for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', forms[0], re.S):
            filled[name] = html.unescape(value)
        self.page = await self.client.post(action, data=filled | fields)
        return self.text

    @property
    def text(self) -> str:
        """Without markup."""
        return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", self.page.text).split()))


async def aside(work: Callable[..., T], *given: Any) -> T:
    """What keeps a loop of its own, beside ours."""
    return await asyncio.to_thread(work, *given)


def play(walker: Walker, story: Callable[[Browser], Awaitable[Any]]) -> None:
    async def run() -> None:
        browser = Browser(walker)
        try:
            await story(browser)
        finally:
            browser.checking.stop()
            await browser.client.aclose()

    asyncio.run(run())
