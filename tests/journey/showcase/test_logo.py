"""Logos of every kind of trouble, made here from bytes."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.journey.showcase.logo import judged, unseen

CIRCLE = '<circle cx="8" cy="8" r="8" fill="#036"/>'


def svg(inside: str = CIRCLE, head: str = 'viewBox="0 0 16 16"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'.encode()


def png(width: int, height: int, colours: int = 6, *, clear: bool = False) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    ground = chunk(b"tRNS", b"\0\0") if clear else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + ground + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content", [svg(), png(512, 256), png(600, 600, 0, clear=True), svg(head="viewBox='0,0,9,9'")]
)
def test_a_good_one_has_no_flaw(content: bytes) -> None:
    logo = judged(content)
    assert logo.flaws == () and logo.width and logo.media_type.startswith("image/")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"GIF89a", "neither PNG nor SVG"),
        (b"", "neither PNG nor SVG"),
        (b"\x89PNG\r\n\x1a\n", "without a head"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "no SVG drawing"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "document type"),
        (svg(head=""), "no viewBox"),
        (svg(head='viewBox="0 0 100 10"'), "very stretched"),
        (svg("<script>1</script>"), "holds a script"),
        (svg('<g onclick="x()"/>'), "holds a script"),
        (svg('<image href="data:image/png;base64,AA"/>'), "picture of pixels"),
        (svg('<use href="https://elsewhere.example/a.svg"/>'), "from elsewhere"),
        (svg("<style>@import 'a.css';</style>"), "from elsewhere"),
        (svg("<text>Harbour</text>"), "letters of a font"),
        (png(100, 100), "100 × 100 pixels"),
        (png(600, 600, 2), "no part of it is transparent"),
        (svg("<!--" + "x" * 1_100_000 + "-->"), "1.0 MiB"),
    ],
)
def test_each_flaw_is_named_with_its_mend(content: bytes, named: str) -> None:
    flaws = [str(flaw) for flaw in judged(content).flaws]
    assert len(flaws) == 1 and named in flaws[0] and flaws[0].startswith("showcase.logo: "), flaws


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda end: b"\x89PNG\r\n\x1a\n" + end))
def test_whatever_the_bytes_are_they_are_judged(content: bytes) -> None:
    logo = judged(content)
    assert logo.kind or logo.flaws


def test_a_logo_that_is_hardly_seen_is_named_for_its_ground() -> None:
    assert list(unseen({"light": 1.0, "dark": 0.5})) == []
    (flaw,) = unseen({"light": 1.0, "dark": 0.14})
    assert str(flaw).startswith("showcase.logo_dark: only 14% of the logo can be told from a dark ground.")
