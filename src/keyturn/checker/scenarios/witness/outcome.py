"""Finding on a page what became of an action, where ``[outcome]`` says it stands."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Outcome
from keyturn.checker.visitor.page import read


def standing(where: Outcome, text: str, known: dict[str, str]) -> str:
    """What stands there, or nothing."""
    if where.css is not None:
        found = read(text).all(fill(where.css, known))
        return " ".join(one.attributes.get(where.attribute, "") if where.attribute else one.text for one in found)
    if where.pointer is not None:
        return _pointed(text, fill(where.pointer, known))
    if where.regex is not None:
        match = re.search(fill(where.regex, known), text)
        return match[match.lastindex or 0] if match else ""
    return read(text).text


def around(where: Outcome, text: str, known: dict[str, str]) -> str:
    """What a person reads there: the element's text, or the whole page where no element is named."""
    page = read(text)
    return " ".join(one.text for one in page.all(fill(where.css, known))) if where.css else page.text


def _pointed(text: str, pointer: str) -> str:
    try:
        at: Any = msgspec.json.decode(text)
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            at = at[int(key)] if isinstance(at, list) else at[key]
    except (msgspec.DecodeError, KeyError, IndexError, ValueError, TypeError):
        return ""
    return at if isinstance(at, str) else msgspec.json.encode(at).decode()


def word_for(where: Outcome, text: str) -> str:
    """``waiting``, ``confirmed``, ``failed``, ``unconfirmed``, or ``unknown``."""
    # Longer words first: "unconfirmed" holds "confirmed".
    words = [
        (word, name) for name in ("waiting", "confirmed", "failed", "unconfirmed") for word in getattr(where, name)
    ]
    for word, name in sorted(words, key=lambda pair: -len(pair[0])):
        if word.lower() in text.lower():
            return name
    return "unknown"
