"""Is the guide still true? What its pages say is held against the manifest and the product. Pure.

A page is read as it stands, edited by hand or not; each finding says what to do.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from keyturn.journey.errors import Flaw
from keyturn.journey.guide.product import Product, differences, expected
from keyturn.journey.guide.reading import Reading, read
from keyturn.journey.guide.record import Shown
from keyturn.journey.manifest import Manifest

PIXELS_AT_MOST = 0.01
"""The share of a picture that may differ: more is a change somebody sees (ours)."""
AGAIN = "Run `keyturn docs build`, or mend the page by hand."
_PART_OF = {"codes": "codes", "invites": "codes", "activity": "activity", "settings": "settings"}
"""The step that a word of the product belongs to, by the beginning of its key, where an installation may lack it."""


def findings(declared: Manifest, product: Product, files: Mapping[str, bytes]) -> Iterator[Flaw]:
    """Everything that is not true, in order: what the manifest and the product disagree on, then page by page.

    ``files`` is the whole guide by path, pictures included. The key of a flaw is a file, or a key of the manifest.
    """
    yield from differences(declared, product)
    pages = {path: read(content.decode("utf-8", "replace")) for path, content in files.items() if _is_page(path)}
    languages = tuple(language for language in product.words if any(_in(language, path) for path in pages))
    if not languages:
        yield Flaw("the guide", "it has no page in a language of the product", "Run `keyturn docs build`.")
    for language in languages:
        own = {path: reading for path, reading in pages.items() if _in(language, path)}
        yield from _mentions(language, own, expected(declared, product))
        for path, reading in own.items():
            yield from _labels(path, reading, product, language)
    for path, reading in pages.items():
        yield from _whole(path, reading, pages, files)


def stale(kept: Mapping[str, Shown], fresh: Mapping[str, Shown], apart: Mapping[str, float]) -> Iterator[Flaw]:
    """Pictures that no longer match the product. ``apart``: the share of pixels that differ, by file."""
    for name, shown in fresh.items():
        if name not in kept:
            yield Flaw(f"pictures/{name}", "the picture is missing", "Run `keyturn docs build`.")
        elif change := _change(kept[name].lines, shown.lines):
            yield Flaw(f"pictures/{name}", f"the product has changed: {change}", "Run `keyturn docs build`.")
        else:
            for file in shown.files:
                if (share := apart.get(file, 0.0)) > PIXELS_AT_MOST:
                    what = f"{share:.0%} of the picture looks different from the product"
                    yield Flaw(file, what, "Run `keyturn docs build`, or name the theme with --theme.")
    for name in kept.keys() - fresh.keys():
        yield Flaw(f"pictures/{name}", "the product no longer has this page", "Run `keyturn docs build`.")


def _mentions(
    language: str, pages: Mapping[str, Reading], wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[Flaw]:
    said = {mention for reading in pages.values() for mention in reading.mentions}
    for path, reading in pages.items():
        for kind, name in sorted(reading.mentions):
            if name not in wanted[kind]:
                yield Flaw(
                    path, f"it mentions the {_words(kind)} {name!r}, which the product does not have", AGAIN
                )
        for (kind, name), helped in reading.remedies.items():
            if not helped and name in wanted[kind]:
                yield Flaw(path, f"the {_words(kind)} {name!r} has no remedy", AGAIN)
    for kind, names in wanted.items():
        for name in names:
            if (kind, name) not in said:
                what = f"no page mentions the {_words(kind)} {name!r}, which the product has"
                yield Flaw(f"{language}/", what, AGAIN)


def _labels(path: str, reading: Reading, product: Product, language: str) -> Iterator[Flaw]:
    buttons = {each.kind for row in product.buttons.values() for each in row}
    known: dict[str, list[str]] = {}
    for key, sentence in product.words[language].items():
        known.setdefault(" ".join(sentence.split()), []).append(key)
    for label in reading.labels:
        keys = known.get(label, [])
        if not keys:
            yield Flaw(path, f"no page of the product shows {label!r}", AGAIN)
        elif not any(_offered(key, product.steps, buttons) for key in keys):
            yield Flaw(path, f"it speaks of {label!r}, which this product does not have", AGAIN)


def _offered(key: str, steps: tuple[str, ...], buttons: set[str]) -> bool:
    part, _, rest = key.partition(".")
    if part == "button":
        return rest in buttons
    return _PART_OF.get(part, steps[0]) in steps


def _whole(
    path: str, reading: Reading, pages: Mapping[str, Reading], files: Mapping[str, bytes]
) -> Iterator[Flaw]:
    for address in reading.loads:
        yield Flaw(path, f"it loads {address!r}", "Keep everything inside the guide's folder.")
    for image, words in reading.images.items():
        if words is None:
            yield Flaw(path, f"the image {image!r} has no alternative text", "Say in alt what it shows.")
    for address in dict.fromkeys((*reading.links, *reading.images)):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            if parts.path
            else path
        )
        if target not in files:
            yield Flaw(path, f"it leads to {address!r}, which is not there", AGAIN)
        elif parts.fragment and target in pages and parts.fragment not in pages[target].ids:
            yield Flaw(path, f"it leads to {address!r}, and there is no such place", AGAIN)


def _change(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    """The first difference, in words; nothing where there is none."""
    for deed, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if deed != "equal":
            return f"it shows {_told(now[c:d])} where the picture shows {_told(before[a:b])}"
    return ""


def _told(lines: tuple[str, ...]) -> str:
    text = " / ".join(line.removeprefix("- ").removeprefix("paragraph: ") for line in lines)
    return f"‘{text if len(text) <= 120 else f'{text[:117]}...'}’" if lines else "nothing"


def _words(kind: str) -> str:
    return {"problem": "error code", "device-error": "error code of a door"}.get(kind, kind)


def _is_page(path: str) -> bool:
    return path.endswith((".html", ".htm"))


def _in(language: str, path: str) -> bool:
    return path.startswith(f"{language}/")
