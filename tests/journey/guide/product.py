"""A small product, not the real one: what a guide needs to know of it, in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keyturn.journey.draft import Answers, written
from keyturn.journey.guide.product import Button, Look, Product
from keyturn.journey.guide.texts import LANGUAGES
from keyturn.journey.manifest import Manifest, parsed

DECLARED = Answers(
    company="Harbour Stays",
    actions=("read", "lock", "unlock"),
    site="https://harbour.example",
    description="Owners of holiday flats in Austria connect their Nuki account once. Their guests unlock the flat from "
    "the booking page during their stay, and owners see at once whether the door is locked again.",
)
STEPS = ("connect", "allowed", "doors", "problems", "support")


class Sentences(dict[str, str]):
    """Every key has a sentence: the key itself, so that a test can see where it went."""

    def __missing__(self, key: str) -> str:
        return f"({key})"


def manifest(more: str = "") -> Manifest:
    """In order, with tables added at its end."""
    return parsed(f"{written(DECLARED)}\n{more}")


def product(**changes: object) -> Product:
    """A lock that locks and unlocks, and two problems."""
    scopes = tuple(manifest().oauth.scopes)
    words: Mapping[str, Mapping[str, str]] = {language: Sentences(_said(language)) for language in LANGUAGES}
    values: dict[str, object] = {
        "company": "Harbour Stays",
        "support": "help@harbour.example",
        "scopes": scopes,
        "steps": STEPS,
        "actions": frozenset({"read", "lock", "unlock"}),
        "buttons": {"smart_lock": (Button(kind="lock", action="lock"), Button(kind="unlock", action="unlock"))},
        "problems": ("connect-denied", "nuki-busy"),
        "device_errors": ("42",),
        "words": words,
        "look": Look(stylesheet=":root { --accent: #123456; }", logo=b"<svg/>", logo_kind="svg"),
    }
    return Product(**values | changes)  # type: ignore[arg-type]


def _said(language: str) -> Iterator[tuple[str, str]]:
    keys = ("start.connect", "doors.title", "account.page.link", "support.ask", "page.support", "support.send")
    yield from ((key, f"{key} {language}") for key in keys)
    for kind in ("lock", "unlock", "ring-to-open-on"):
        yield f"button.{kind}", f"Press {kind} {language}"
    yield "codes.add", f"Add code {language}"
    yield "help.why.smartlock-action", f"Because of doors, {language}"
    yield "help.why.other", f"Nobody knows, {language}"
