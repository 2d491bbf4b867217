"""Addresses of the site."""

from __future__ import annotations

from importlib import resources

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Lifespan

from keyturn.integration.settings import CALLBACK_PATH
from keyturn.integration.web import connecting, doors
from keyturn.integration.web.access import routes as access
from keyturn.integration.web.account import routes as account
from keyturn.integration.web.door import routes as door
from keyturn.integration.web.edge.guarded import Guarded
from keyturn.integration.web.help.guide import guide_routes
from keyturn.integration.web.help.page import help_page
from keyturn.integration.web.pages import Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.support import routes as support
from keyturn.integration.web.theme import routes as theme

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
        Route("/connect", page(connecting.begin(pages))),
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
        *_help(pages),
        Route("/doors/{grant_id}/{smartlock_id}/{kind}", page(doors.ask_again(pages)), methods=["GET"]),
        Route("/doors/{grant_id}/{smartlock_id}/{kind}", page(doors.act), methods=["POST"]),
        Route("/disconnect", page(connecting.disconnect), methods=["POST"]),
        Route("/logout", page(connecting.log_out), methods=["POST"]),
        Route("/static/{name}", static),
        Route("/healthz", healthy),
    ]
    settings = services.settings
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guarded, base_url=settings.base_url, embed=settings.embed_origins)],
        exception_handlers={404: pages.unexpected, 405: pages.unexpected, Exception: pages.unexpected},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # such a redirect would lead to whatever host the request names
    return app


def _help(pages: Pages) -> list[Route]:
    guide = pages.services.settings.guide
    return guide_routes(pages, guide) if guide else [Route("/help", pages.handler(help_page(pages)))]


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
