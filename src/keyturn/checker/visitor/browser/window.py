"""One window of the browser: something is done in it, all comes to rest, and what stands there is seen."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from keyturn.checker.errors import NothingCame, NotPlayed
from keyturn.checker.visitor.browser.traffic import ANSWER_SECONDS, STILL_SECONDS, Traffic
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Shown, path
from keyturn.checker.visitor.wire import Answer

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Page

BEATS, BEAT_AT_MOST = 5, 0.5
LOOKS_AT_MOST = 2
"""At a page that goes on and on by itself."""
PICTURES_AT_MOST = 8
"""A story."""
_STORED = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"
_UNWRITTEN = """() => document.querySelector('iframe, canvas, object, embed') ? null
    : [...document.querySelectorAll('input, textarea')].map(one => one.value).join(' ')"""
"""What is shown and stands in no tag: the values of fields; null, when more may be shown than can be read."""
_NOT_OUR_WORD = "Failed to load resource"
"""The browser's own remark about a status: no mistake of a script's."""


class Window:
    """``subject_url`` tells the subject's pages from Nuki's."""

    def __init__(self, page: Page, traffic: Traffic, recording: Recording, subject_url: str) -> None:
        self.page, self.traffic = page, traffic
        self._recording, self._subject_url = recording, subject_url
        self._came: Answer | None = None
        self._pictured: set[str] = set()
        self.busy = False
        page.set_default_navigation_timeout(ANSWER_SECONDS * 1000)
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._wrong(error.message))

    @classmethod
    async def opened(cls, context: BrowserContext, recording: Recording, subject_url: str) -> Window:
        """A new one, listened to from the first."""
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        traffic = Traffic(session, tree["frameTree"]["frame"]["id"], recording)
        await traffic.listen()
        return cls(page, traffic, recording, subject_url)

    async def after(self, deed: Awaitable[object], *, pictured: bool = True, leads_on: bool = False) -> Shown:
        """What stands there once a deed is done and all is still. Raises :class:`NotPlayed`.

        ``leads_on``: it should make the browser ask for something.
        """
        self.traffic.begin()
        try:
            trouble = await self._done(deed, leads_on)
            return await self._seen(trouble, pictured)
        except TimeoutError:
            raise NothingCame(f"No answer within {ANSWER_SECONDS:.0f} seconds.") from None

    async def _done(self, deed: Awaitable[object], leads_on: bool) -> str:
        """What the browser says of it, if anything."""
        from playwright.async_api import Error

        try:
            await deed
            if leads_on:
                await self.traffic.asks()
        except Error as error:
            return error.message.partition("\n")[0]
        except NotPlayed:
            with contextlib.suppress(TimeoutError):
                await self._seen()  # the page that stood there instead tells why
            raise
        return ""

    async def goto(self, url: str) -> None:
        """Go there; once more, when the page was just about to load itself again."""
        from playwright.async_api import Error

        try:
            await self.page.goto(url, wait_until="domcontentloaded")
        except Error as trouble:
            if "interrupted" not in trouble.message:
                raise
            await self.page.goto(url, wait_until="domcontentloaded")

    async def rests(self) -> None:
        """Until nothing more comes of what was done. Raises ``TimeoutError`` without the page itself."""
        await self.traffic.still(max(STILL_SECONDS, BEATS * await self._beat()))

    async def close(self) -> None:
        """Leave it."""
        self.traffic.leave()
        await self.page.close()

    async def _seen(self, trouble: str = "", pictured: bool = True) -> Shown:
        traffic = self.traffic
        await self.rests()
        if traffic.stopped:
            return Shown(traffic.stopped, 302, "")
        if traffic.page is None and (why := traffic.failed or trouble):
            if "TOO_MANY_REDIRECTS" in why:
                raise NotPlayed("Redirects went on and on, and no page came.")
            raise NothingCame(f"No answer: {why}.")
        self._came = came = traffic.raw or self._came or Answer(0, {}, b"")
        if traffic.failed or "html" not in came.headers.get("content-type", ""):
            # The browser shows a page of its own, a file, or the one before.
            return Shown(traffic.page.url if traffic.page else self.page.url, came.status, came.text)
        text = await self._text() or came.text
        await self._searched()
        picture = await self._picture(text) if pictured else None
        if traffic.page is not None:
            self._recording.became(traffic.page, text, picture)
        else:
            shown = Answer(came.status, came.headers, text.encode())
            self._recording.exchange("VIEW", self.page.url, "", shown, picture)
        return Shown(self.page.url, came.status, text)

    async def _beat(self) -> float:
        """Seconds the page takes to answer: on a busy machine stillness has to last longer to mean anything."""
        from playwright.async_api import Error

        began = time.monotonic()
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(BEAT_AT_MOST):
                await self.page.evaluate("0")
        return time.monotonic() - began

    async def _text(self) -> str:
        from playwright.async_api import Error

        text = ""
        for _ in range(LOOKS_AT_MOST):
            with contextlib.suppress(Error):  # it has just gone on to another page
                await self.page.wait_for_load_state("domcontentloaded", timeout=ANSWER_SECONDS * 1000)
                text = await self.page.content()
                if self.traffic.is_still:
                    break
            await self.traffic.still()
        return text

    async def _searched(self) -> None:
        from playwright.async_api import Error

        if self.page.url.startswith(self._subject_url):
            with contextlib.suppress(Error):  # a page without an origin has no storage
                self._recording.heard(await self.page.evaluate(_STORED), f"storage of {self._path()}")

    async def _picture(self, text: str) -> str | None:
        from playwright.async_api import Error

        new = text not in self._pictured and len(self._pictured) < PICTURES_AT_MOST
        ours = self.page.url.startswith(self._subject_url)
        if not (new and ours and self._recording.is_clean(text, self.page.url)):
            return None
        self._pictured.add(text)
        with contextlib.suppress(Error):
            unwritten = await self.page.evaluate(_UNWRITTEN)
            if unwritten is None or not self._recording.is_clean(unwritten):
                return None
            shot = await self.page.screenshot(type="jpeg", quality=45, animations="disabled", timeout=3000)
            return base64.b64encode(shot).decode()
        return None

    def _said(self, message: ConsoleMessage) -> None:
        self._recording.heard(message.text, f"console of {self._path()}")
        if message.type == "error" and not message.text.startswith(_NOT_OUR_WORD):
            self._wrong(message.text)

    def _wrong(self, what: str) -> None:
        if self.page.url.startswith(self._subject_url):
            self._recording.moment("script error", f"{self._path()}: {what[:300]}", 0)

    def _path(self) -> str:
        return urlsplit(path(self.page.url)).path
