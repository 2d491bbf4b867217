"""Pages of the console: who may see them, how they are rendered, and what forms on them may do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from keyturn.client.errors import ClientError
from keyturn.integration.connect.session import form_token
from keyturn.integration.errors import IntegrationError, PageRefused, status_of
from keyturn.integration.operator.login import Logins, drop_cookie, form_of, set_cookie
from keyturn.integration.operator.services import Desk
from keyturn.integration.support.reference import reference_of_now
from keyturn.integration.watch.records import NEWEST, PAGE, Place
from keyturn.integration.web.texts import Texts
from keyturn.secrecy import Secret

HOME, LOGIN, LANGUAGE = "/operator", "/operator/login", "keyturn-language"
PLACES = ("", "customers", "cases", "grants", "waiting", "webhooks", "events", "vault")
log = logging.getLogger(__name__)
Answering = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class View:
    """A template and what fills it. ``room`` is the part of the console it belongs to."""

    room: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


class Console:
    """Renders views for operators, and nobody else."""

    def __init__(self, desk: Desk, logins: Logins) -> None:
        self._desk, self._logins, self._texts = desk, logins, Texts("keyturn.integration.operator")
        self._templates = Environment(
            loader=PackageLoader("keyturn.integration.operator"),
            autoescape=select_autoescape(("html",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["instant"] = instant
        self._templates.globals["root"] = desk.root_path

    def page(self, look: Callable[[Request, Desk], Awaitable[View | Response]]) -> Answering:
        """A page or a file that only reads."""

        async def handle(request: Request) -> Response:
            cookie = await self._logins.of(request)
            if cookie is None:
                return RedirectResponse(LOGIN, 303)
            try:
                view = await look(request, self._desk)
            except IntegrationError as error:
                view = problem(error)
            return self.render(request, view, cookie) if isinstance(view, View) else view

        return handle

    def deed(self, work: Callable[[Request, Desk, dict[str, str]], Awaitable[str | View]]) -> Answering:
        """A form that does something, and then leads to the address it says, or shows what is shown once."""

        async def handle(request: Request) -> Response:
            cookie = await self._logins.of(request)
            if cookie is None:
                return RedirectResponse(LOGIN, 303)
            try:
                fields = await form_of(request, cookie, self._desk.base_url)
                done = await work(request, self._desk, fields)
                return RedirectResponse(done, 303) if isinstance(done, str) else self.render(request, done, cookie)
            except (IntegrationError, ClientError) as error:
                return self.render(request, problem(error), cookie)

        return handle

    async def login(self, request: Request) -> Response:
        """The token, asked for and taken."""
        if request.method == "GET":
            return self.render(request, View("login", "login.html", {"wrong": False}), None)
        try:
            fields = await form_of(request, None, self._desk.base_url)
        except PageRefused as error:
            return self.render(request, problem(error), None)
        cookie = await self._logins.begin(fields.get("token", "").strip())
        if cookie is None:
            return self.render(request, View("login", "login.html", {"wrong": True}, 401), None)
        response = RedirectResponse(HOME, 303)
        set_cookie(response, cookie)
        return response

    async def logout(self, request: Request) -> Response:
        """The session ends, here and in every process."""
        cookie = await self._logins.of(request)
        if cookie is not None:
            try:
                await form_of(request, cookie, self._desk.base_url)
            except PageRefused as error:
                return self.render(request, problem(error), cookie)
            await self._logins.end(cookie)
        response = RedirectResponse(LOGIN, 303)
        drop_cookie(response)
        return response

    def render(self, request: Request, view: View, cookie: Secret | None) -> Response:
        """In the operator's language."""
        wished = request.query_params.get("lang")
        language = self._texts.choose(
            wished or request.cookies.get(LANGUAGE), request.headers.get("accept-language", "")
        )

        def t(key: str, **filling: object) -> str:
            said = {name: self._number(language, value) for name, value in filling.items()}
            return self._texts.say(language, key, **said)

        def word(kind: str, name: str) -> str:
            """A state or kind in words, or as it is where nobody has found any."""
            key = f"{kind}.{name}"
            return t(key) if self._texts.has(key) else name

        html = self._templates.get_template(view.template).render(
            t=t,
            word=word,
            language=language,
            languages=self._texts.languages,
            room=view.room,
            places=PLACES,
            company=self._desk.company,
            now=self._desk.clock.now(),
            signed_in=cookie is not None,
            form_token=form_token(cookie) if cookie else "",
            **view.values,
        )
        response = HTMLResponse(html, view.status, {"Cache-Control": "no-store"})
        if wished in self._texts.languages:
            response.set_cookie(LANGUAGE, wished, max_age=31_536_000, secure=True, httponly=True, samesite="lax")
        return response

    def _number(self, language: str, value: object) -> object:
        """A fraction as people of this language write it; everything else as it is."""
        return (
            f"{value:.1f}".replace(".", self._texts.say(language, "point")) if isinstance(value, float) else value
        )


def problem(error: Exception) -> View:
    """What went wrong, for who can mend it: messages hold no secrets."""
    mark = reference_of_now()
    log.warning("Console: %s [%s]", error, mark)
    status = status_of(error) if isinstance(error, IntegrationError) else 502
    remedy = getattr(error, "remedy", "")
    return View("problem", "problem.html", {"said": str(error), "remedy": remedy, "reference": mark}, status)


def place_of(request: Request, name: str = "before", first: Place = NEWEST) -> Place:
    """Where a page of a list begins: after the last line seen. Raises :class:`PageRefused` for anything else."""
    text = request.query_params.get(name)
    if not text:
        return first
    number, _, ident = text.partition("~")
    if not number.isdecimal() or len(number) > 18 or len(ident) > 100 or "\0" in ident:
        raise PageRefused("That is no place in a list.", code="not-found")
    return int(number), ident


class Line(Protocol):
    """Anything with a place in a list."""

    @property
    def place(self) -> Place: ...


def more(lines: Sequence[Line], address: str, name: str = "before") -> str:
    """Where the list goes on, or nothing where it ends."""
    if len(lines) < PAGE:
        return ""
    number, ident = lines[-1].place
    return f"{address}{'&' if '?' in address else '?'}{name}={number}~{quote(ident, safe='')}"


def instant(at: datetime) -> str:
    """In UTC, as logs have it."""
    return f"{at:%Y-%m-%d %H:%M:%S}"
