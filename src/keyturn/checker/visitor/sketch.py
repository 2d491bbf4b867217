"""A first ``SUBJECT.toml``, from looking at the pages of an integration that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from keyturn.checker.visitor.page import Element, read
from keyturn.checker.visitor.wire import Answer

Look = Callable[[str], Awaitable[Answer]]
PAGES_AT_MOST = 12

WORDS = {
    "disconnect": r"disconnect|unlink|trennen|entkoppeln",
    "act.unlock": r"unlock|aufsperren|aufschlie(ß|ss)en|entriegeln",
    "act.lock": r"\block\b|/lock\b|\bzusperren|\babschlie(ß|ss)en|\bverriegeln",
    "connect": r"connect|verbinden|koppeln|link (your )?(nuki|account)|oauth/start",
    "support": r"support|contact|kontakt|kundendienst",
    "help": r"\bhelp|\bhilfe|faq|instructions|anleitung",
    "doors": r"\bdoors?\b|\blocks\b|devices|türen|schlösser|geräte",
}
"""Each button with the words for it, English and German. The more special stands first."""


@dataclass(frozen=True)
class Found:
    """A link, form or button of a script's that may be meant, and the path of the page it stands on.

    ``target`` is where it leads; of a button, which leads nowhere by itself, how it is named.
    """

    page: str
    tag: str
    target: str

    @property
    def selector(self) -> str:
        """As ``SUBJECT.toml`` names it."""
        if self.tag == "button":
            return self.target
        attribute = "href" if self.tag == "a" else "action"
        return f'{self.tag}[{attribute}="{self.target}"]'


@dataclass(frozen=True)
class Sketch:
    """``missing``: the buttons no page seems to have. ``needs_scripts``: perhaps a browser would show them."""

    text: str
    missing: tuple[str, ...]
    needs_scripts: bool


async def sketch(url: str, look: Look, *, in_browser: bool = False) -> Sketch:
    """Only looks: nothing is pressed or sent. Raises what ``look`` raises for the first page.

    ``in_browser``: ``look`` shows pages as their scripts have made them.
    """
    found: dict[str, Found] = {}
    start = urlsplit(url).path or "/"
    todo, seen, name, scripts = [start], set[str](), "", False
    while todo and len(seen) < PAGES_AT_MOST:
        path = todo.pop(0)
        seen.add(path)
        page = await _page(url, path, look)
        name = name or next((one.text for one in page.all("title")), "")
        scripts = scripts or bool(page.all("script"))
        for what, one in _buttons(page, path, in_browser):
            found.setdefault(what, one)
            if one.tag == "a" and what in ("doors", "help", "support") and one.target.startswith("/"):
                todo += [one.target] if one.target not in (*seen, *todo) else []
    missing = tuple(what for what in WORDS if what not in found)
    return Sketch(
        text=_written(url, name, found, "browser" if in_browser else "http"),
        missing=missing,
        needs_scripts=scripts and "connect" in missing and not in_browser,
    )


async def _page(url: str, path: str, look: Look) -> Element:
    address = urljoin(url, path)
    for _ in range(5):
        answer = await look(address)
        there = urljoin(address, answer.headers.get("location", ""))
        if answer.status not in (301, 302, 303, 307, 308) or urlsplit(there).netloc != urlsplit(url).netloc:
            break
        address = there
    return read(answer.text)


def _buttons(page: Element, path: str, in_browser: bool) -> Iterator[tuple[str, Found]]:
    alone = [one for one in page.all("button") if in_browser and not _inside(one, "form")]
    for one in (*page.all("form"), *page.all("a"), *alone):
        target = (
            _name(one) if one.tag == "button" else one.attributes.get("href" if one.tag == "a" else "action", "")
        )
        labels = " ".join(each.attributes.get("aria-label", "") for each in (one, *one.inside()))
        says = f"{one.text} {labels} {target}"
        if not target or (
            one.tag != "button" and (re.search("[\"']", target) or target.startswith(("#", "mailto:")))
        ):
            continue
        for what, words in WORDS.items():
            if re.search(words, says, re.IGNORECASE):
                yield what, Found(path, one.tag, target)
                break


def _inside(element: Element, tag: str) -> bool:
    above = element.parent
    while above is not None and above.tag != tag:
        above = above.parent
    return above is not None


def _name(button: Element) -> str:
    """A selector for a button: by its id, else by what it says; or nothing, when neither can be written down."""
    if re.fullmatch(r"[a-zA-Z][\w-]*", number := button.attributes.get("id", "")):
        return f"#{number}"
    return f'button:text-is("{button.text}")' if re.fullmatch("[^\"'\\\\]+", button.text) else ""


def _written(url: str, name: str, found: Mapping[str, Found], way: str) -> str:
    parts = urlsplit(url)
    lines = [
        f"# Drawn from {parts.scheme}://{parts.netloc}{parts.path}. Lines marked YOURS want your answer.",
        "# docs/checker.md tells all keys.",
        f"name = {json.dumps(name or 'My integration', ensure_ascii=False)}",
        'url = "https://localhost:{port}"',
        f'way = "{way}"',
        "devices = [4]                        # YOURS: the types of devices you support",
        "",
        "[start]",
        'command = ["python", "app.py"]       # YOURS: how it is started, in this file\'s folder',
        f"plain_http = {str(parts.scheme == 'http').lower()}",
        f'ready = "{parts.path or "/"}"',
        "[start.env]                          # YOURS: the names of your own settings",
        'PORT = "{port}"',
        'BASE_URL = "{url}"',
        'NUKI_URL = "{sandbox_url}"',
        'NUKI_CA_FILE = "{ca_file}"',
        'CLIENT_ID = "{client_id}"',
        'CLIENT_SECRET = "{client_secret}"',
        "",
        "[application]",
        'redirect_uris = ["{url}/callback"]   # YOURS: as you registered it',
    ]
    for what in ("connect", "doors", "act.unlock", "act.lock", "disconnect", "help", "support"):
        lines += ["", *_table(what, found.get(what))]
    lines += ["", "# YOURS: [outcome], where a page says what became of an action."]
    return "\n".join(lines) + "\n"


def _table(what: str, found: Found | None) -> Iterator[str]:
    if found is None and what != "connect":
        yield f"# YOURS: [{what}], which no page that was seen has."
        return
    yield f"[{what}]"
    if found is None:
        yield 'get = "/connect"                     # YOURS: no page that was seen has a button for it'
    elif found.tag == "a" and what in ("doors", "help", "support"):
        yield f"get = {json.dumps(found.target)}"
    else:
        selector = re.sub(r"/\d{9,}(?=/|\")", "/{smartlock_id}", found.selector)
        yield f"page = {json.dumps(found.page)}"
        if found.tag == "button":
            yield f"steps = [{{ click = '{selector}' }}]"
        else:
            yield f"{'link' if found.tag == 'a' else 'form'} = '{selector}'"
