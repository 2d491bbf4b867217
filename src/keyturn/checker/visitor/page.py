"""Reading a page: its elements, its forms, and the selectors by which ``SUBJECT.toml`` names them.

Selectors: tag, ``#id``, ``.class``, ``[a]``, ``[a="v"]``, ``^=``, ``$=``, ``*=``, joined by spaces (somewhere inside).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_STEP = re.compile(r"""(?P<tag>[a-zA-Z][\w-]*|\*)|\#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)
    |\[(?P<name>[\w-]+)(?:(?P<how>[~^$*]?=)(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\]"']*)))?\]""", re.X)  # fmt: skip
_HOW: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}


class BadSelector(ValueError):
    """Not a selector of the kind this module reads."""


@dataclass
class Element:
    """One element. ``text`` is everything inside, spaces joined."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).split())

    def inside(self) -> Iterator[Element]:
        """Everything below, in order."""
        for child in self.children:
            yield child
            yield from child.inside()

    def all(self, selector: str) -> list[Element]:
        """Every element below that fits. Raises :class:`BadSelector`."""
        steps = parsed(selector)
        return [one for one in self.inside() if _fits(one, steps)]

    def fields(self) -> dict[str, str]:
        """Of a form: what would be sent without touching anything."""
        sent: dict[str, str] = {}
        for one in self.inside():
            name, kind = one.attributes.get("name"), one.attributes.get("type", "text").lower()
            if one.tag == "textarea" and name:
                sent[name] = one.text
            if one.tag == "select" and name and (options := one.all("option")):
                chosen = next((each for each in options if "selected" in each.attributes), options[0])
                sent[name] = chosen.attributes.get("value", chosen.text)
            ticked = kind not in ("checkbox", "radio") or "checked" in one.attributes
            if one.tag == "input" and name and ticked and kind not in ("submit", "button", "image", "file"):
                sent[name] = one.attributes.get("value", "on" if kind in ("checkbox", "radio") else "")
        return sent


def read(text: str) -> Element:
    """The document."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


Step = list[tuple[str, str, str]]


def parsed(selector: str) -> list[Step]:
    """A selector as steps of conditions. Raises :class:`BadSelector`."""
    steps: list[Step] = []
    for part in re.findall(r"""(?:\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]|\S)+""", selector.strip()):
        step, at = [], 0
        for found in _STEP.finditer(part):
            if found.start() != at or found["how"] == "~=":
                break
            at = found.end()
            if found["tag"]:
                step.append(("tag", "=", found["tag"].lower()))
            elif found["id"]:
                step.append(("id", "=", found["id"]))
            elif found["class"]:
                step.append(("class", "has", found["class"]))
            else:
                value = next((each for each in (found["a"], found["b"], found["c"]) if each is not None), "")
                step.append((found["name"].lower(), found["how"] or "there", value))
        if at != len(part):
            raise BadSelector(f"{selector!r} is not understood from {part[at:]!r} on")
        steps.append(step)
    if not steps:
        raise BadSelector(f"{selector!r} is empty")
    return steps


def _fits(element: Element, steps: list[Step]) -> bool:
    if not _one(element, steps[-1]):
        return False
    above, rest = element.parent, steps[:-1]
    while rest and above is not None:
        if _one(above, rest[-1]):
            rest = rest[:-1]
        above = above.parent
    return not rest


def _one(element: Element, step: Step) -> bool:
    for name, how, wanted in step:
        if name == "tag" and how == "=":
            if wanted not in ("*", element.tag):
                return False
            continue
        value = element.attributes.get(name)
        if value is None:
            return False
        if how == "has" and wanted not in value.split():
            return False
        if how in _HOW and not _HOW[how](value, wanted):
            return False
    return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(made)
        if tag not in _VOID:
            self._at = made

    def handle_endtag(self, tag: str) -> None:
        above: Element | None = self._at
        while above is not None and above.tag != tag:
            above = above.parent
        if above is not None and above.parent is not None:
            self._at = above.parent

    def handle_data(self, data: str) -> None:
        above: Element | None = self._at
        if above is not None and above.tag in ("script", "style"):
            return
        while above is not None:
            above.pieces.append(data)
            above = above.parent
