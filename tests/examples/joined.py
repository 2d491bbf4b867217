"""The guest house and a virtual Nuki in one process, and a person's browser before both."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx2

from guesthouse.app import GuestHouse
from guesthouse.settings import Settings
from keyturn.testing import AsyncNuki, Mail

OURS = "https://integration.example"


class Visitor:
    """A person at the guest house. ``browser`` is theirs; it goes to Nuki's pages too."""

    def __init__(self, nuki: AsyncNuki, house: GuestHouse) -> None:
        self.nuki, self.house = nuki, house
        here, there = httpx2.ASGITransport(app=house.app()), httpx2.ASGITransport(app=nuki.app)
        self.browser = httpx2.AsyncClient(mounts={OURS: here, nuki.url: there}, base_url=OURS)
        nuki.webhooks.receiver = self.deliver

    async def deliver(self, mail: Mail) -> int:
        answer = await self.browser.post("/webhook", content=mail.body, headers=dict(mail.headers))
        return answer.status_code

    async def connect(self, decision: str = "allow") -> httpx2.Response:
        page = await self.browser.get("/connect", follow_redirects=True)
        account = self.nuki.facts["account"]
        page = await self.send(page, email=account["email"], password=account["password"])
        return await self.send(page, decision=decision)

    async def send(self, page: httpx2.Response, nth: int = 0, **fields: Any) -> httpx2.Response:
        """Sends the n-th form of a page, and follows."""
        form = re.findall(r"<form\b.*?</form>", page.text, re.S)[nth]
        action = re.search(r'action="([^"]*)"', form)
        hidden = {k: unescape(v) for k, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}
        devices = re.findall(r'name="device" value="(\d+)"', form)
        to = page.url.join(unescape(action[1])) if action else page.url
        given = hidden | fields | ({"device": devices} if devices else {})
        return await self.browser.post(to, data=given, follow_redirects=True)

    async def unlock(self) -> httpx2.Response:
        """Presses the first button of the doors page."""
        return await self.send(await self.browser.get("/doors"))


@asynccontextmanager
async def visited(nuki: AsyncNuki, house: type[GuestHouse] = GuestHouse, **more: Any) -> AsyncIterator[Visitor]:
    settings = Settings(
        url=OURS,
        client_id=nuki.client_id,
        client_secret=nuki.client_secret.reveal(),
        key=bytes(32),
        nuki_url=nuki.url,
        database=":memory:",
        **more,
    )

    async def distant(*call: Any) -> None:
        await asyncio.sleep(0.002)  # a network in between: calls made together overlap
        await nuki.app(*call)

    link = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=distant))
    visitor = Visitor(nuki, house(settings, link))
    try:
        yield visitor
    finally:
        await link.aclose()
        await visitor.browser.aclose()
        visitor.house.store.db.close()


def outcome(page: httpx2.Response) -> str:
    found = re.search(r'data-outcome="(\w+)"', page.text)
    return found[1] if found else page.text
