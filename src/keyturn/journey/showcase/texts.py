"""The same thing said in four lengths, never cut within a sentence, and what in it is not true or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keyturn.journey import offer
from keyturn.journey.errors import Flaw
from keyturn.journey.manifest import Manifest

LENGTHS = {"line": 80, "snippet": 160, "paragraph": 400, "whole": 4000}
"""Signs at most. Nuki names no lengths; these fit a card, a search result, a newsletter and a page."""
LANGUAGES = ("en", "de")
_GERMAN = frozenset({"AT", "CH", "DE", "LI"})
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_DEVICES = {"opener": r"\bOpener", "box": r"\bBox\b", "smart_door": r"\bSmart Door"}
_ACCESSORIES = {"keypad": r"\bKeypad", "door_sensor": r"\b(?:Door Sensor|Türsensor)", "fob": r"\bFob"}


@dataclass(frozen=True)
class Text:
    """``words`` are empty where nothing fits the length."""

    language: str
    length: str
    words: str


def texts_of(declared: Manifest, language: str) -> tuple[Text, ...]:
    """Every length in one language; none where the manifest has nothing in it."""
    short, description = said(declared, language)
    if not short and not description:
        return ()
    fitted = {
        "line": _fitting(short, LENGTHS["line"]),
        "snippet": _fitting(short, LENGTHS["snippet"]) or _fitting(description, LENGTHS["snippet"]),
        "paragraph": _fitting(description, LENGTHS["paragraph"]),
        "whole": _fitting(description, LENGTHS["whole"]),
    }
    return tuple(Text(language, length, words) for length, words in fitted.items())


def said(declared: Manifest, language: str) -> tuple[str, str]:
    """The one sentence and the description, as the manifest has them in this language."""
    if language == "en":
        return _plain(declared.integration.short), _plain(declared.integration.description)
    told = declared.showcase.de
    return (_plain(told.short), _plain(told.description)) if told and language == "de" else ("", "")


def flaws(declared: Manifest) -> Iterator[Flaw]:
    """What a reader would stumble over."""
    if _GERMAN & set(declared.company.market) and declared.showcase.de is None:
        mend = "Add [showcase.de] with short and description."
        yield Flaw("showcase.de", "the market speaks German, and there is no German text", mend)
    for language in LANGUAGES:
        key = "integration" if language == "en" else f"showcase.{language}"
        for text in texts_of(declared, language):
            if not text.words:
                field = "short" if text.length in ("line", "snippet") else "description"
                what = f"no sentence fits the {text.length} of {LENGTHS[text.length]} signs"
                yield Flaw(f"{key}.{field}", what, "Begin with a shorter sentence.")
        yield from _claims(declared, key, " ".join(said(declared, language)))


def _claims(declared: Manifest, key: str, words: str) -> Iterator[Flaw]:
    """Devices a text promises and the integration does not have."""
    told = declared.integration
    for group, patterns, names, has in (
        ("devices", _DEVICES, offer.DEVICES, told.devices),
        ("accessories", _ACCESSORIES, offer.ACCESSORIES, told.accessories),
    ):
        for name, pattern in patterns.items():
            if name not in has and re.search(pattern, words):
                mend = f"Take it out of the text, or add {name!r} to integration.{group}."
                yield Flaw(f"{key}.description", f"{names[name]} is promised, and not declared", mend)


def _fitting(words: str, most: int) -> str:
    """As many whole sentences from the beginning as fit; empty if the first does not."""
    fitted = ""
    for sentence in _SENTENCE.split(words):
        longer = f"{fitted} {sentence}".strip()
        if len(longer) > most:
            break
        fitted = longer
    return fitted


def _plain(words: str) -> str:
    return " ".join(words.split())
