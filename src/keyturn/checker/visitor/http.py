"""A visitor without a browser: pages, forms, cookies and redirects by hand."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin

from keyturn.checker.errors import NothingCame, NotPlayed
from keyturn.checker.subject.placeholders import fill
from keyturn.checker.subject.settings import Button
from keyturn.checker.visitor.page import read
from keyturn.checker.visitor.recording import Recording
from keyturn.checker.visitor.visiting import Meanwhile, Person, Shown, nothing, path
from keyturn.checker.visitor.wire import Answer, NoAnswer, Wire

REDIRECTS_AT_MOST = 12
SCRIPTS_AT_MOST = 12
SCRIPT = re.compile(r"""<script[^>]{0,400}?\ssrc=["']?([^"'\s>]+)""", re.IGNORECASE)


class HttpVisitor:
    """The HTTP way."""

    def __init__(self, wire: Wire, recording: Recording, base_url: str) -> None:
        self._wire, self._recording, self._base = wire, recording, base_url
        self._read = set[str]()
        self.stops_at: str | None = None
        self.instead: Mapping[str, str] = {}
        """Where a server stands that an address names: begin of the address, and what it really is."""

    async def open(self, url: str) -> Shown:
        return await self._go("GET", urljoin(self._base + "/", url))

    async def look(self, url: str, live: bool) -> Shown:
        return await self.open(url)

    async def press(self, button: Button, known: Mapping[str, str], between: Meanwhile = nothing) -> Shown:
        button = fill(button, known)
        page = None if button.get or button.post else await self.open(button.page or "/")
        if page is not None and button.via is not None:
            page = await self._follow(page, button.via)
        await between()
        if page is not None:
            return await self._on(page, button)
        if button.get is not None:
            return await self.open(button.get)
        url = urljoin(self._base + "/", button.post or "/")
        return await self._go("POST", url, None if button.json is not None else button.fields, button.json)

    async def at_nuki(self, shown: Shown, person: Person, decision: str) -> Shown:
        signed_in = await self._submit(
            shown, 'form[action$="/login"]', {"email": person.email, "password": person.password.reveal()}
        )
        return await self._submit(signed_in, 'form[action$="/consent"]', {"decision": decision})

    async def aclose(self) -> None:
        await self._wire.aclose()

    async def _on(self, page: Shown, button: Button) -> Shown:
        if button.form is not None:
            return await self._submit(page, button.form, button.fields)
        return await self._follow(page, button.link or "a")

    async def _follow(self, page: Shown, selector: str) -> Shown:
        links = read(page.text).all(selector)
        if not links or not links[0].attributes.get("href"):
            raise NotPlayed(f"There is no link {selector!r} on {path(page.url)} (status {page.status}).")
        return await self._go("GET", urljoin(page.url, links[0].attributes["href"]))

    async def _submit(self, page: Shown, selector: str, fields: Mapping[str, str]) -> Shown:
        forms = read(page.text).all(selector)
        if not forms:
            raise NotPlayed(f"There is no form {selector!r} on {path(page.url)} (status {page.status}).")
        form = forms[0]
        url = urljoin(page.url, form.attributes.get("action") or page.url)
        method = form.attributes.get("method", "get").upper()
        sent = {**form.fields(), **fields}
        if method == "GET":
            return await self._go("GET", f"{url.partition('?')[0]}?{urlencode(sent)}")
        return await self._go("POST", url, sent)

    async def _go(self, method: str, url: str, fields: Mapping[str, str] | None = None, json: Any = None) -> Shown:
        for _ in range(REDIRECTS_AT_MOST):
            answer = await self._send(method, url, fields, json)
            if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
                await self._read_scripts(url, answer)
                return Shown(url, answer.status, answer.text)
            url = urljoin(url, answer.headers["location"])
            if self.stops_at and url.startswith(self.stops_at):
                return Shown(url, answer.status, "")
            if answer.status not in (307, 308):
                method, fields, json = "GET", None, None
        raise NotPlayed(f"Redirects went on for more than {REDIRECTS_AT_MOST} pages, the last to {path(url)}.")

    async def _read_scripts(self, url: str, page: Answer) -> None:
        """A secret may stand in a script of the subject's own; none is run."""
        for found in SCRIPT.finditer(page.text):
            script = urljoin(url, unescape(found[1]))
            if script.startswith(self._base) and script not in self._read and len(self._read) < SCRIPTS_AT_MOST:
                self._read.add(script)
                with contextlib.suppress(NoAnswer):
                    answer = await self._wire.send("GET", script)
                    self._recording.exchange("GET", script, "", answer, part=True)

    async def _send(self, method: str, url: str, fields: Mapping[str, str] | None, json: Any) -> Answer:
        try:
            answer = await self._wire.send(method, self._really(url), fields=fields, json=json)
        except NoAnswer as trouble:
            raise NothingCame(f"No answer: {trouble}.") from None
        self._recording.exchange(method, url, urlencode(fields or {}), answer)
        return answer

    def _really(self, url: str) -> str:
        for named, real in self.instead.items():
            if url.startswith((f"{named}/", f"{named}?")):
                return real + url.removeprefix(named)
        return url
