"""What a page of the guide says, read from its HTML: also from one that somebody has edited by hand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from keyturn.journey import offer
from keyturn.nuki.scopes import Scope

KINDS = ("step", "scope", "device", "accessory", "action", "button", "problem", "device-error")
_TROUBLES = ("problem", "device-error")
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_LOADS = frozenset({"img", "source", "script", "iframe", "object", "embed", "video", "audio", "form"})
_NAMES = {name: ("device", key) for key, name in offer.DEVICES.items()} | {
    name: ("accessory", key) for key, name in offer.ACCESSORIES.items()
}
_NAMED = re.compile(rf"\b({'|'.join(sorted(_NAMES, key=len, reverse=True))})s?\b")


@dataclass
class Reading:
    """``mentions`` are pairs of a kind and a name. ``remedies`` has each problem and whether anything helps.

    ``labels`` are words quoted from the product; ``images`` each with its alternative text; ``loads`` are addresses
    elsewhere from which something would be fetched.
    """

    mentions: set[tuple[str, str]] = field(default_factory=set)
    remedies: dict[tuple[str, str], bool] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: dict[str, str | None] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    loads: list[str] = field(default_factory=list)


def read(html: str) -> Reading:
    """Read one page. Unclosed and misnested elements are taken as a browser would, more or less."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Reading()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._quoted = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for mention in _mentions(told):
            self.found.mentions.add(mention)
            if mention[0] in _TROUBLES:
                self.found.remedies.setdefault(mention, False)
        if "id" in told:
            self.found.ids.add(told["id"])
        self._note(tag, told)
        if tag not in _EMPTY:
            self._open.append((tag, told))
            self._quoted = ""

    def handle_endtag(self, tag: str) -> None:
        if tag not in [name for name, _ in self._open]:
            return
        if tag == "kbd":
            self.found.labels.append(" ".join(self._quoted.split()))
        if tag == "code" and (scope := self._quoted.strip()) in set(Scope):
            self.found.mentions.add(("scope", scope))
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [name for name, _ in self._open]
        if not data.strip() or {"script", "style", "title", "header", "footer"} & set(tags):
            return
        self._quoted += data
        problem = next((each for _, told in self._open for each in _mentions(told) if each[0] in _TROUBLES), None)
        if problem is None:
            self.found.mentions.update(_NAMES[name] for name in _NAMED.findall(data))
        elif any("data-remedy" in told for _, told in self._open):
            self.found.remedies[problem] = True

    def _note(self, tag: str, told: dict[str, str]) -> None:
        sources = [told[name] for name in ("src", "data", "action", "poster") if name in told]
        sources += [each.split()[0] for each in told.get("srcset", "").split(",") if each.strip()]
        if tag == "link":
            sources.append(told.get("href", ""))
        if tag in _LOADS or tag == "link":
            self.found.loads += [each for each in sources if re.match(r"[a-z][a-z0-9+.-]*:|//", each, re.I)]
        if tag == "script":
            self.found.loads += [] if sources else ["a script in the page"]
        if tag in ("img", "source"):
            for each in sources:
                self.found.images[each] = told.get("alt") if tag == "img" else ""
        if tag in ("a", "link") and "href" in told:
            self.found.links.append(told["href"])


def _mentions(told: dict[str, str]) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        if name := told.get(f"data-{kind}"):
            yield kind, name
