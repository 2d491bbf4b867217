"""Templates, and the one place where an error becomes a page."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from keyturn.integration.connect.session import form_token
from keyturn.integration.errors import GrantLost, IntegrationError, OperatorError, PageRefused, status_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.web.help.offer import explained_as
from keyturn.integration.web.services import Services
from keyturn.integration.web.theme.theme import read_theme
from keyturn.integration.web.visitor import LANGUAGE, SESSION, Visitor, drop_cookie, framed, noticed, visitor_of
from keyturn.nuki.ids import SmartlockId

log = logging.getLogger(__name__)
Handler = Callable[[Request, Services, Visitor], Awaitable[Response]]


class Pages:
    """Renders pages for a visitor, and answers errors with one."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.theme = read_theme(services.settings.theme)
        self._templates = Environment(
            loader=PackageLoader("keyturn.integration.web"),
            autoescape=select_autoescape(("html", "svg")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["root"] = services.settings.root_path

    def render(
        self, name: str, visitor: Visitor, status: int = 200, *, here: str = "", **values: object
    ) -> Response:
        """A page in the visitor's language. ``here``: where a change of language leads, if not to this address."""
        texts, settings = self.services.texts, self.services.settings

        def t(key: str, **filling: object) -> str:
            return texts.say(visitor.language, key, **filling)

        html = self._templates.get_template(name).render(
            t=t,
            here=here and settings.root_path + here,
            language=visitor.language,
            languages=texts.languages,
            own_name=lambda code: texts.say(code, "page.language"),
            company=settings.company,
            theme=self.theme,
            support=settings.support,
            access=settings.access,
            activity=settings.activity,
            configure=settings.configure,
            signed_in=visitor.signed_in,
            form_token=form_token(visitor.cookie) if visitor.cookie and visitor.signed_in else "",
            **values,
        )
        return HTMLResponse(html, status)

    def handler(self, work: Handler) -> Callable[[Request], Awaitable[Response]]:
        """A handler that is given services and visitor, and whose errors become pages."""

        async def handle(request: Request) -> Response:
            visitor = await visitor_of(request, self.services)
            await noticed(request, self.services, visitor)
            try:
                response = await work(request, self.services, visitor)
            except IntegrationError as error:
                if isinstance(
                    error, GrantLost
                ):  # the session may have ended with it, or go on for another account
                    visitor = await visitor_of(request, self.services)
                response = await self.problem(request, visitor, error)
            wished = request.query_params.get("lang")
            if wished in self.services.texts.languages:
                response.set_cookie(
                    LANGUAGE, wished, max_age=31_536_000, secure=True, httponly=True, samesite="lax"
                )
            return response

        return handle

    async def problem(self, request: Request, visitor: Visitor, error: IntegrationError) -> Response:
        """The page of an error: what happened, what to do next, and a reference for support."""
        reference = await self._noted(request, visitor, error)
        level = logging.ERROR if status_of(error) >= 500 else logging.INFO
        log.log(level, "%s %s: %s (%s) [%s]", request.method, request.url.path, error, error.code, reference)
        if isinstance(error, OperatorError):
            log.error("Remedy: %s", error.remedy)
        response = self.render(
            "problem.html",
            visitor,
            status_of(error),
            here="" if request.method == "GET" and not request.query_params else "/",
            code=error.code,
            needs=error.needs.replace(".", "-"),
            reference=reference,
            explained=explained_as(error.code),
            reconnect=isinstance(error, GrantLost)
            or error.code.startswith(("connect-", "session-"))
            or error.code == "scope-missing",
            retry=error.worth_retrying and not error.code.startswith("connect-"),
        )
        if isinstance(error, GrantLost) and not visitor.signed_in and not framed(request):
            drop_cookie(response, SESSION)  # in a frame it still says who is to connect again
        return response

    async def _noted(self, request: Request, visitor: Visitor, error: IntegrationError) -> str:
        grant_id, number = request.path_params.get("grant_id"), request.path_params.get("smartlock_id", "")
        smartlock_id = SmartlockId(int(number)) if number.isdecimal() and len(number) < 19 else None
        return await self.services.desk.note(
            error.code,
            f"{request.method} {request.url.path}",
            visitor.session.customer_id if visitor.session else None,
            GrantId(grant_id) if grant_id and smartlock_id else None,
            smartlock_id,
        )

    async def unexpected(self, request: Request, error: Exception) -> Response:
        """Whatever no handler caught: an unknown address, a wrong method, or a mistake of ours."""
        visitor = await visitor_of(request, self.services)
        match error:
            case HTTPException(status_code=404):
                known: IntegrationError = PageRefused("No such page.", code="not-found")
            case HTTPException(status_code=405):
                known = PageRefused("No such method here.", code="wrong-method")
            case _:
                log.error("Unexpected error.", exc_info=error)
                known = IntegrationError("An unexpected error.")
        return await self.problem(request, visitor, known)
