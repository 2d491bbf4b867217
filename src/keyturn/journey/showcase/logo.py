"""Whether a logo can be printed, put on any ground, and opened without a risk: judged from its bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from keyturn.journey.errors import Flaw

KEY = "showcase.logo"
FEWEST_PIXELS, MOST_BYTES, MOST_STRETCHED = 512, 1024 * 1024, 5.0
"""Ours: enough for print at 4 cm, small enough for a mail, and neither a bar nor a pole."""
ENOUGH_SEEN = 0.5
"""The share of a logo that has to stand out from the ground it is put on (contrast 3:1, WCAG 2.2, 1.4.11)."""
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_GREY_ALPHA, _PALETTE, _COLOUR_ALPHA = 4, 3, 6
_ELSEWHERE = re.compile(r"(?i)\b(?:https?:)?//|@import")


@dataclass(frozen=True, kw_only=True)
class Logo:
    """``width`` and ``height`` in pixels, or in the units of a drawing; 0 where it tells none."""

    content: bytes
    kind: str
    width: float
    height: float
    flaws: tuple[Flaw, ...] = ()

    @property
    def media_type(self) -> str:
        """As a browser wants to be told."""
        return "image/png" if self.kind == "png" else "image/svg+xml"


def judged(content: bytes) -> Logo:
    """What it is and what is wrong with it."""
    if content.startswith(_PNG):
        return _judged_png(content)
    return _judged_svg(content)


def unseen(shares: dict[str, float]) -> Iterator[Flaw]:
    """What Chromium measured: by ground, the share of the logo that can be told from it."""
    for ground, share in shares.items():
        if share < ENOUGH_SEEN:
            what = f"only {share:.0%} of the logo can be told from a {ground} ground"
            key = f"{KEY}_dark" if ground == "dark" else KEY
            yield Flaw(key, what, f"Give a variant that stands out from {ground} grounds.")


def _judged_png(content: bytes) -> Logo:
    if len(content) < 33 or content[12:16] != b"IHDR":
        return _no_logo(content, "a PNG without a head")
    width, height, _, colours = struct.unpack(">IIBB", content[16:26])
    found = list(_shape(content, width, height))
    if max(width, height) < FEWEST_PIXELS:
        what = f"{width} × {height} pixels"
        found.append(Flaw(KEY, what, f"Save it with at least {FEWEST_PIXELS} on the longer side, or as SVG."))
    clear = colours in (_GREY_ALPHA, _COLOUR_ALPHA) or b"tRNS" in content[: content.find(b"IDAT")]
    if not clear:
        found.append(Flaw(KEY, "no part of it is transparent", "Save it with a transparent ground."))
    return Logo(content=content, kind="png", width=width, height=height, flaws=tuple(found))


def _judged_svg(content: bytes) -> Logo:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return _no_logo(content, "an SVG with a document type")
    try:
        drawing = ElementTree.fromstring(content)  # noqa: S314 - without a document type there are no entities
    except ElementTree.ParseError:
        return _no_logo(content, "neither PNG nor SVG")
    if drawing.tag != f"{_SVG}svg":
        return _no_logo(content, "no SVG drawing")
    box = [float(part) for part in re.findall(r"-?[\d.]+", drawing.get("viewBox", ""))]
    width, height = box[2:4] if len(box) == 4 else (0.0, 0.0)
    found = list(_shape(content, width, height)) if width and height else []
    if not width or not height:
        found.append(Flaw(KEY, "the SVG has no viewBox", "Save it with one: without it nobody can scale it."))
    found += _parts(drawing)
    return Logo(content=content, kind="svg", width=width, height=height, flaws=tuple(found))


def _parts(drawing: ElementTree.Element) -> Iterator[Flaw]:
    tags = {each.tag.removeprefix(_SVG) for each in drawing.iter()}
    values = [str(value) for each in drawing.iter() for value in (*each.attrib.values(), each.text or "")]
    names = [name.rpartition("}")[2] for each in drawing.iter() for name in each.attrib]
    if "script" in tags or "foreignObject" in tags or any(name.lower().startswith("on") for name in names):
        yield Flaw(KEY, "the SVG holds a script", "Save it as plain SVG.")
    if any(_ELSEWHERE.search(value) for value in values):
        yield Flaw(KEY, "the SVG loads something from elsewhere", "Save it with everything inside.")
    if "text" in tags:
        yield Flaw(KEY, "the SVG has letters of a font others may not have", "Turn the letters into paths.")
    if "image" in tags:
        yield Flaw(KEY, "the SVG holds a picture of pixels", "Draw it, or give a large PNG.")


def _shape(content: bytes, width: float, height: float) -> Iterator[Flaw]:
    if len(content) > MOST_BYTES:
        yield Flaw(KEY, f"{len(content) / MOST_BYTES:.1f} MiB", "Make it at most 1 MiB.")
    if min(width, height) and max(width, height) / min(width, height) > MOST_STRETCHED:
        yield Flaw(KEY, f"{width:g} × {height:g} is very stretched", "Give a variant nearer to a square.")


def _no_logo(content: bytes, what: str) -> Logo:
    return Logo(
        content=content, kind="", width=0, height=0, flaws=(Flaw(KEY, what, "Give a plain SVG or a PNG."),)
    )
