"""HTML to PDF with Chromium, where it is installed."""

from __future__ import annotations

import shutil


async def printed(html: str) -> bytes | None:
    """The page on A4; None where Playwright or Chromium is missing."""
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError:
        return None
    async with async_playwright() as play:
        try:
            browser = await play.chromium.launch(executable_path=shutil.which("chromium"))
        except Error:
            return None
        try:
            page = await browser.new_page(java_script_enabled=False)
            await page.set_content(html)
            return await page.pdf(prefer_css_page_size=True, tagged=True)
        finally:
            await browser.close()
