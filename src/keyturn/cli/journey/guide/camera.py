"""Chromium as a camera: pages of a street in a window of each size, and how far two pictures are apart."""

from __future__ import annotations

import base64
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from keyturn.cli.complaint import Complaint
from keyturn.cli.journey.guide.street import Street
from keyturn.journey.guide.pages import SIZES, picture_file
from keyturn.journey.guide.record import Shown

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Route

SHARPNESS = 1.5
"""Pixels of the picture for one of the page."""
_REFERENCE = """() => document.querySelectorAll("code").forEach(each => {
  if (/^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(each.textContent)) each.textContent = "7K2M-9QDX"; })"""
"""A reference is random on every visit."""
_APART = """async ([one, other]) => {
  const load = async data => { const image = new Image(); image.src = "data:image/png;base64," + data;
    await image.decode(); return image; };
  const [a, b] = [await load(one), await load(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  const width = Math.ceil(a.width / 6), height = Math.ceil(a.height / 6);
  const small = image => { const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high"; pen.drawImage(image, 0, 0, width, height);
    return pen.getImageData(0, 0, width, height).data; };
  const [p, q] = [small(a), small(b)]; let far = 0;
  for (let at = 0; at < p.length; at += 4)
    if (Math.max(...[0, 1, 2].map(c => Math.abs(p[at + c] - q[at + c]))) > 24) far += 1;
  return far / (width * height); }"""
"""Both are made smaller first: what anti-aliasing does to single pixels is no difference."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser for as long as it is needed. Raises :class:`Complaint` without Playwright or Chromium."""
    remedy = "Or say --no-pictures."
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError:
        raise Complaint("Pictures need Playwright.", f"Run: pip install 'keyturn[checker]'. {remedy}") from None
    async with async_playwright() as play:
        try:
            browser = await play.chromium.launch(executable_path=shutil.which("chromium"))
        except Error:
            raise Complaint(
                "Pictures need Chromium, and it does not start.", f"On Debian: apt-get install chromium. {remedy}"
            ) from None
        try:
            yield browser
        finally:
            await browser.close()


class Camera:
    """One page before a street, in one language. ``trouble`` says why the street gave no answer, if it gave none."""

    def __init__(self, page: Page, street: Street, language: str) -> None:
        self.page, self._street, self._language = page, street, language
        self.pictures: dict[str, bytes] = {}
        self.shown: dict[str, Shown] = {}
        self.trouble = ""

    async def take(self, name: str, focus: str = "h1") -> None:
        """The page as it is now, in every size; ``focus`` is what has to be in sight."""
        await self.page.evaluate(_REFERENCE)
        told = (await self.page.locator("body").aria_snapshot()).splitlines()
        files = {size: picture_file(self._language, name, size) for size in SIZES}
        lines = tuple(line.strip() for line in told if not line.strip().startswith("- /url:"))
        self.shown[f"{self._language}/{name}"] = Shown(files=tuple(files.values()), lines=lines)
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            await self.page.evaluate("scrollTo(0, 0)")
            await self.page.locator(focus).first.scroll_into_view_if_needed()
            self.pictures[files[size]] = await self.page.screenshot(animations="disabled")

    async def through(self, route: Route) -> None:
        """The browser's way to the street. Scripts stay away: a picture shows what is there without them."""
        asked = route.request
        if asked.resource_type not in ("document", "stylesheet", "image"):
            await route.abort()
            return
        try:
            body = asked.post_data_buffer or b""
            answer = await self._street.answer(asked.method, asked.url, asked.headers, body)
        except Exception as trouble:  # whatever breaks in the product: the story cannot go on, and says why
            self.trouble = f"{type(trouble).__name__}: {trouble}"
            await route.abort("failed")
            return
        if "location" in answer.headers:  # a redirect's target would not come by here
            target = escape(urljoin(asked.url, answer.headers["location"]))
            page = f'<!doctype html><meta http-equiv="refresh" content="0;url={target}">'
            await route.fulfill(status=200, content_type="text/html", body=page)
            return
        kind = answer.headers.get("content-type", "text/plain")
        await route.fulfill(status=answer.status, content_type=kind, body=answer.body)


async def camera_on(browser: Browser, street: Street, language: str) -> Camera:
    """A camera before the street's pages."""
    context = await browser.new_context(
        device_scale_factor=SHARPNESS, color_scheme="light", reduced_motion="reduce", locale=language
    )
    camera = Camera(await context.new_page(), street, language)
    await camera.page.route("**/*", camera.through)
    return camera


async def apart(browser: Browser, kept: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> dict[str, float]:
    """The share of pixels that differ, by file, for those that are in both; 1 for what is no picture."""
    from playwright.async_api import Error

    page, shares = await browser.new_page(), {}
    for file in kept.keys() & fresh.keys():
        pair = [base64.b64encode(each[file]).decode() for each in (kept, fresh)]
        try:
            shares[file] = float(await page.evaluate(_APART, pair))
        except Error:
            shares[file] = 1.0
    await page.close()
    return shares
