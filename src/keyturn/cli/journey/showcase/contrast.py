"""How much of a logo can be told from a light and from a dark ground, measured in Chromium."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from keyturn.cli.journey.guide.camera import chromium
from keyturn.journey.showcase.logo import Logo

GROUNDS = {"light": "#ffffff", "dark": "#141517"}
_SHARE = """async ([kind, data, ground]) => {
  const image = new Image(); image.src = `data:${kind};base64,${data}`; await image.decode();
  const canvas = new OffscreenCanvas(128, 128), pen = canvas.getContext("2d");
  const scale = 128 / Math.max(image.width || 128, image.height || 128);
  pen.drawImage(image, 0, 0, (image.width || 128) * scale, (image.height || 128) * scale);
  const drawn = pen.getImageData(0, 0, 128, 128).data;
  const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const bright = (r, g, b) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const under = [1, 3, 5].map(at => parseInt(ground.slice(at, at + 2), 16)), below = bright(...under);
  let all = 0, told = 0;
  for (let at = 0; at < drawn.length; at += 4) {
    const a = drawn[at + 3] / 255; if (a < 0.5) continue; all += 1;
    const above = bright(...under.map((u, c) => drawn[at + c] * a + u * (1 - a)));
    if ((Math.max(above, below) + 0.05) / (Math.min(above, below) + 0.05) >= 3) told += 1; }
  return all ? told / all : 0; }"""
"""The relative luminance and the contrast are those of WCAG 2.2."""


async def shares(logos: Mapping[str, Logo]) -> dict[str, float]:
    """By ground, the share of its logo that has a contrast of at least 3:1 to it; 0 for what cannot be drawn.

    Raises :class:`Complaint` without Chromium.
    """
    found: dict[str, float] = {}
    async with chromium() as browser:
        from playwright.async_api import Error

        page = await browser.new_page()
        for ground, hue in GROUNDS.items():
            logo = logos.get(ground) or logos.get("light")
            if logo is None or not logo.kind:
                continue
            data = base64.b64encode(logo.content).decode()
            try:
                found[ground] = float(await page.evaluate(_SHARE, [logo.media_type, data, hue]))
            except Error:
                found[ground] = 0.0
    return found
