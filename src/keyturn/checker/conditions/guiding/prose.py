"""What a page says to its reader, without menus and markup; and the words it is searched for."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from keyturn.checker.conditions.address import joined
from keyturn.checker.evidence import Exchange
from keyturn.checker.visitor.page import read

_ASIDE = ("nav", "header", "footer", "title", "style")


def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    """The tables of ``words.toml``; what stands above them is under an empty name."""
    read_in = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    tables = {name: inner for name, inner in read_in.items() if isinstance(inner, dict)}
    tables[""] = {name: text for name, text in read_in.items() if name not in tables}
    return {table: {name: _pattern(text) for name, text in inner.items()} for table, inner in tables.items()}


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace("\n", ""), re.IGNORECASE | re.MULTILINE)


_TABLES = _words()
TOPICS, DEVICES, ACTIONS = _TABLES["topics"], _TABLES["devices"], _TABLES["actions"]
NEXT_STEP, REFERENCE, TRACE = (_TABLES[""][name] for name in ("next_step", "reference", "trace"))
NEGATIVE, CONTACT = _TABLES[""]["negative"], _TABLES[""]["contact"]


def prose(shown: Exchange) -> str:
    """The text of the page's main part; of JSON, all of it."""
    if shown.body.lstrip()[:1] in ("{", "["):
        return shown.body
    page = read(shown.body)
    if mains := page.all("main"):
        return mains[0].text
    text = page.text
    for tag in _ASIDE:
        for aside in page.all(tag):
            text = text.replace(aside.text, " ") if aside.text else text
    return text


def links(shown: Exchange) -> list[str]:
    """Where its links and forms lead, as whole addresses; of JSON, every address in it."""
    if shown.body.lstrip()[:1] in ("{", "["):
        return re.findall(r"\b(?:https?|mailto|tel):[^\"\s]+", shown.body)
    page = read(shown.body)
    there = [one.attributes.get("href") for one in page.all("a")]
    there += [one.attributes.get("action") for one in page.all("form")]
    return [joined(shown.url, one) for one in there if one]


def sentences(text: str) -> list[str]:
    """Roughly."""
    return [one for one in re.split(r"(?<=[.!?:;])\s+", text) if one]
