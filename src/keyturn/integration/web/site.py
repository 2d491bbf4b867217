"""Addresses of the site, and the headers every answer carries."""

from __future__ import annotations

from importlib import resources
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from keyturn.integration.settings import CALLBACK_PATH
from keyturn.integration.web import connecting, doors
from keyturn.integration.web.access import routes as access
from keyturn.integration.web.account import routes as account
from keyturn.integration.web.door import routes as door
from keyturn.integration.web.help.page import help_page
from keyturn.integration.web.pages import Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.support import routes as support
from keyturn.integration.web.theme import routes as theme

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_STATIC = {
    "keyturn.css": ("keyturn.integration.web", "static/keyturn.css", "text/css"),
    "live.js": ("keyturn.integration.web", "static/live.js", "text/javascript"),
    "icon.svg": ("keyturn.integration.web", "static/icon.svg", "image/svg+xml"),
    "htmx.js": ("js_lib_htmx", "static/htmx/htmx.min.js", "text/javascript"),
}


def site(
    services: Services, lifespan: Lifespan[Starlette] | None = None, beside: tuple[BaseRoute, ...] = ()
) -> Starlette:
    """The ASGI application; ``beside`` the pages, further addresses."""
    pages = Pages(services)
    page = pages.handler
    routes: list[BaseRoute] = [
        *beside,
        Route("/", page(doors.start(pages))),
        Route("/connect", page(connecting.begin)),
        Route(CALLBACK_PATH, page(connecting.come_back)),
        Route("/enter", page(connecting.enter)),
        Route("/connected", page(connecting.connected(pages))),
        Route("/doors", page(doors.doors(pages))),
        Route("/doors/live", page(doors.live(pages))),
        Route("/doors/events", page(doors.events)),
        *access.routes(pages),
        *account.routes(pages),
        *door.routes(pages),
        *support.routes(pages),
        *theme.routes(pages.theme),
        Route("/help", page(help_page(pages))),
        Route("/doors/{grant_id}/{smartlock_id}/{kind}", page(doors.ask_again(pages)), methods=["GET"]),
        Route("/doors/{grant_id}/{smartlock_id}/{kind}", page(doors.act), methods=["POST"]),
        Route("/disconnect", page(connecting.disconnect), methods=["POST"]),
        Route("/logout", page(connecting.log_out), methods=["POST"]),
        Route("/static/{name}", static),
        Route("/healthz", healthy),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(
                Guarded, secure_host=_is_public(services.settings.base_url), embed=services.settings.embed_origins
            ),
        ],
        exception_handlers={404: pages.unexpected, 405: pages.unexpected, Exception: pages.unexpected},
        lifespan=lifespan,
    )


async def static(request: Request) -> Response:
    """Our own style and script, and htmx out of its package: nothing comes from another host."""
    found = _STATIC.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", 404)
    package, path, kind = found
    content = resources.files(package).joinpath(path).read_bytes()
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=300"})


async def healthy(request: Request) -> Response:
    """For a load balancer: the process answers."""
    return PlainTextResponse("ok")


class Guarded:
    """Adds the headers that keep a page to itself, or to those who may show it in a frame (``embed``)."""

    def __init__(self, app: ASGIApp, secure_host: bool, embed: tuple[str, ...] = ()) -> None:
        self._app, self._embed = app, embed
        policy = {"Content-Security-Policy": _POLICY + (" ".join(embed) or "'none'")}
        headers = _HEADERS | policy | ({"Strict-Transport-Security": "max-age=31536000"} if secure_host else {})
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                extra = list(self._headers)
                if b"cache-control" not in present:
                    extra.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*map(self._framed, message["headers"]), *extra]}
            await send(message)

        await self._app(scope, receive, send_guarded if scope["type"] == "http" else send)

    def _framed(self, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """A cookie that reaches a frame only where somebody may frame us, and there is kept to the framing site."""
        name, value = header
        if self._embed and name.lower() == b"set-cookie":
            value = value.replace(b"SameSite=lax", b"SameSite=none; Partitioned")
        return name, value


def _is_public(base_url: str) -> bool:
    """Loopback names get no HSTS: it would reach every other server on the developer's machine."""
    host = urlsplit(base_url).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
