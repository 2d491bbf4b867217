"""The visitor in a browser: a profile of its own, and a window, or several when several things are done at once."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from keyturn.checker.errors import NotPlayed
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Button
from keyturn.checker.visitor.browser import steps
from keyturn.checker.visitor.browser.window import Window
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Meanwhile, Person, Shown, nothing

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, ViewportSize

VIEW: ViewportSize = {"width": 1024, "height": 720}
SCALE = 0.75
"""Of pictures: a report holds hundreds."""
ACTS = ("click", "press")
"""Steps that may be the pressing itself; before the last of them comes what happens between."""


class BrowserVisitor:
    """The browser way."""

    def __init__(self, browser: Browser, recording: Recording, base_url: str) -> None:
        self._browser, self._recording, self._base = browser, recording, base_url
        self._context: BrowserContext | None = None
        self._windows: list[Window] = []
        self.stops_at: str | None = None

    async def open(self, url: str) -> Shown:
        async with self._window() as window:
            return await window.after(window.goto(self._address(url)))

    async def look(self, url: str, live: bool) -> Shown:
        async with self._window() as window:
            stays = live and urldefrag(window.page.url).url == self._address(url)
            return await window.after(nothing() if stays else window.goto(self._address(url)))

    async def press(self, button: Button, known: Mapping[str, str], between: Meanwhile = nothing) -> Shown:
        button = fill(button, known)
        async with self._window() as window:
            page = window.page
            if button.get is not None:
                await between()
                return await window.after(window.goto(self._address(button.get)))
            if button.page is not None or not button.steps:
                await window.after(window.goto(self._address(button.page or "/")), pictured=False)
            if button.via is not None:
                await window.after(steps.click(page, button.via), pictured=False, leads_on=True)
            if button.steps:
                return await window.after(self._played(window, button, between))
            if button.post is not None:
                raise NotPlayed("A browser presses what stands on a page: give link, form or steps, not post.")
            await between()
            return await window.after(steps.push(page, button), leads_on=True)

    async def at_nuki(self, shown: Shown, person: Person, decision: str) -> Shown:
        login = {"email": person.email, "password": person.password.reveal()}
        async with self._window() as window:
            await window.after(
                steps.send(window.page, 'form[action$="/login"]', login), pictured=False, leads_on=True
            )
            chosen = {"decision": decision}
            return await window.after(steps.send(window.page, 'form[action$="/consent"]', chosen), leads_on=True)

    async def aclose(self) -> None:
        for window in self._windows:
            window.traffic.leave()
        if self._context is not None:
            await self._context.close()

    async def _played(self, window: Window, button: Button, between: Meanwhile) -> None:
        acts = [number for number, step in enumerate(button.steps) if step.verb in ACTS]
        pressing = acts[-1] if acts else len(button.steps)
        for number, step in enumerate(button.steps):
            if number == pressing:
                await between()
            window.traffic.anew()
            if await steps.play(window.page, step, self._base):
                await window.traffic.asks()
            await window.rests()
        if not acts:
            await between()

    @contextlib.asynccontextmanager
    async def _window(self) -> AsyncIterator[Window]:
        """The first window that is free, or a new one for this alone: a server may be asked by few at a time."""
        window = next((one for one in self._windows if not one.busy), None) or await self._opened()
        window.busy, window.traffic.stops_at = True, self.stops_at
        try:
            yield window
        finally:
            window.busy = False
            if window is not self._windows[0]:
                self._windows.remove(window)
                await window.close()

    async def _opened(self) -> Window:
        if self._context is None:
            self._context = await self._browser.new_context(
                viewport=VIEW, device_scale_factor=SCALE, service_workers="block", locale="en-GB"
            )
        window = await Window.opened(self._context, self._recording, self._base)
        self._windows.append(window)
        return window

    def _address(self, url: str) -> str:
        return urljoin(self._base + "/", url)
