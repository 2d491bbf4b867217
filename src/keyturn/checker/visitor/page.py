"""Reading a page: its elements, its forms, and the selectors by which ``SUBJECT.toml`` names them.

Selectors: tag, ``#id``, ``.class``, ``[a]``, ``[a="v"]``, ``^=``, ``$=``, ``*=``, joined by spaces (somewhere inside).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

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


DEEPEST = 256
"""Elements inside each other; what lies deeper is laid side by side, as browsers do."""


@dataclass(eq=False)
class Element:
    """One element. ``text`` is everything inside, spaces joined."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list, repr=False)
    """The text of the whole document; mine are those from ``begin`` to ``end``."""
    begin: int = 0
    end: int | None = None
    depth: int = 0

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces[self.begin : self.end]).split())

    def inside(self) -> Iterator[Element]:
        """Everything below, in order."""
        left = self.children[::-1]
        while left:
            yield (child := left.pop())
            left += child.children[::-1]

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


# A page may be written to keep its reader busy. Each pattern takes all it looks at, to the end if it has to, so that
# reading takes time in proportion to the page; the standard library's parser does not.
_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z) | <[!?][^>]*(?:>|\Z)
    | <(?P<end>/)?(?P<tag>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+)(?:>|\Z)
    | (?P<text>(?:[^<]++|<(?![a-zA-Z!?/]))++|<)""",
    re.X | re.S,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"(?P<a>[^"]*+)"?|'(?P<b>[^']*+)'?|(?P<c>[^\s>]*+)))?+""", re.X
)
_RAW = {tag: re.compile(rf"</{tag}\b|\Z", re.I) for tag in ("script", "style")}


def read(text: str) -> Element:
    """The document, however badly it is written."""
    root = at = Element("", {})
    place = 0
    while found := _TOKEN.match(text, place):
        place = found.end()
        if found["text"] is not None:
            root.pieces.append(_unescaped(found["text"]))
        elif found["tag"] is None:
            continue
        elif found["end"]:
            at = _closed(at, found["tag"].lower())
        else:
            made = Element(
                found["tag"].lower(),
                _attributes(found["rest"]),
                at,
                [],
                root.pieces,
                len(root.pieces),
                None,
                at.depth + 1,
            )
            at.children.append(made)
            if made.tag in _RAW and (ends := _RAW[made.tag].search(text, place)):
                place = ends.start()  # no text for a reader
            if made.tag in _VOID or made.depth > DEEPEST:
                made.end = made.begin
            else:
                at = made
    return root


def _closed(at: Element, tag: str) -> Element:
    """Where the reader stands after an end tag: above the element, or where it stood when there is no such one."""
    above: Element | None = at
    while above is not None and above.tag != tag:
        above = above.parent
    if above is None or above.parent is None:
        return at
    closing: Element | None = at
    while closing is not above.parent and closing is not None:
        closing.end = len(closing.pieces)
        closing = closing.parent
    return above.parent


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(written):
        value = next((each for each in (one["a"], one["b"], one["c"]) if each is not None), "")
        found.setdefault(one["name"].lower(), _unescaped(value))
    return found


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # the number of a character, of thousands of digits
        return text


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
