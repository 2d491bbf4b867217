"""Reads the file that ``KEYTURN_THEME`` names; whatever is wrong in it is named together with the remedy."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyturn.integration.errors import OperatorError
from keyturn.integration.web.theme.contrast import NEEDED, ink_on, nearest, worst

LIGHT_GROUNDS, DARK_GROUNDS = ("#f6f5f1", "#ffffff"), ("#15191a", "#1e2425")
"""Paper and card of the stylesheet: what an accent is read on."""
LOGO_BYTES = 64 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_ACTIVE = re.compile(
    rb"<!|<script|<foreignobject|<\?xml-stylesheet|\son\w+\s*=|javascript:|href\s*=\s*[\"'](?!#)", re.I
)
"""What an SVG logo must not hold: scripts, entities, and anything from elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Logo:
    """An image and the type it is served with."""

    content: bytes
    kind: str


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Empty means: the look that comes along. ``links`` are pairs of text and address."""

    accent: str = ""
    accent_dark: str = ""
    logo: Logo | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def style(self) -> str:
        """The stylesheet that follows the common one."""
        parts = []
        if self.accent:
            light = f"--accent: {self.accent}; --accent-ink: {ink_on(self.accent)};"
            parts.append(f":root {{ {light} }}")
        if self.accent_dark:
            dark = f"--accent: {self.accent_dark}; --accent-ink: {ink_on(self.accent_dark)};"
            parts.append(f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}")
        return "\n".join(parts)


def read_theme(path: Path | None) -> Theme:
    """The theme of a file; without one, the default. Raises :class:`OperatorError` (``setting-wrong``)."""
    if path is None:
        return Theme()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as trouble:
        raise _wrong(f"{path} cannot be read: {trouble}.", "Set KEYTURN_THEME to a file of TOML.") from None
    if unknown := told.keys() - {"accent", "accent_dark", "logo", "links"}:
        remedy = "A theme knows accent, accent_dark, logo and links; the name is KEYTURN_COMPANY."
        raise _wrong(f"{path} has {', '.join(sorted(unknown))}.", remedy)
    accent, accent_dark = (
        _colour(told, "accent", LIGHT_GROUNDS),
        _colour(told, "accent_dark", DARK_GROUNDS),
    )
    if bool(accent) != bool(accent_dark):
        raise _wrong(f"{path} has one accent colour only.", "Give both accent and accent_dark.")
    logo = _logo(path.parent / str(told["logo"])) if "logo" in told else None
    return Theme(accent=accent, accent_dark=accent_dark, logo=logo, links=_links(told.get("links", [])))


def _colour(told: dict[str, Any], name: str, grounds: tuple[str, ...]) -> str:
    colour = str(told.get(name, "")).lower()
    if colour and not re.fullmatch("#[0-9a-f]{6}", colour):
        raise _wrong(f"{name} is {colour!r}.", "Write a colour like #1f5f5b.")
    if colour and (reached := worst(colour, grounds)) < NEEDED:
        raise _wrong(
            f"{name} {colour} has a contrast of {reached:.2f} to the page; WCAG AA asks for {NEEDED}.",
            f"Take {nearest(colour, grounds)}, which is near and passes.",
        )
    return colour


def _logo(path: Path) -> Logo:
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise _wrong(f"The logo cannot be read: {trouble}.", "Name a file beside the theme.") from None
    if len(content) > LOGO_BYTES:
        raise _wrong(f"The logo {path} has {len(content)} bytes.", f"Make it at most {LOGO_BYTES} bytes.")
    if content.startswith(_PNG):
        return Logo(content=content, kind="image/png")
    if path.suffix.lower() != ".svg" or b"<svg" not in content:
        raise _wrong(f"The logo {path} is neither SVG nor PNG.", "Give an SVG or a PNG.")
    if found := _ACTIVE.search(content):
        what = found[0].decode("ascii", "replace").strip()
        raise _wrong(f"The logo {path} holds {what!r}.", "Save it as plain SVG, without scripts and links.")
    return Logo(content=content, kind="image/svg+xml")


def _links(told: Any) -> tuple[tuple[str, str], ...]:
    links = []
    for link in told if isinstance(told, list) else [told]:
        text, address = (str(link.get(name, "")) if isinstance(link, dict) else "" for name in ("text", "href"))
        if not text or urlsplit(address).scheme not in ("https", "mailto"):
            raise _wrong(
                f"The link {link!r} lacks a text or a safe address.", "Give text, and href: https or mailto."
            )
        links.append((text, address))
    return tuple(links)


def _wrong(what: str, remedy: str) -> OperatorError:
    return OperatorError(what, remedy=remedy, code="setting-wrong")
