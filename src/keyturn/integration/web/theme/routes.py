"""Addresses of the theme: its stylesheet and its logo."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from keyturn.integration.web.theme.theme import Theme

KEPT = {"Cache-Control": "public, max-age=300"}
INERT = KEPT | {"Content-Security-Policy": "default-src 'none'; sandbox"}
"""A logo that is opened by itself is an image and nothing else."""


def routes(theme: Theme) -> list[Route]:
    """Both of them."""

    async def style(request: Request) -> Response:
        return Response(theme.style, media_type="text/css", headers=KEPT)

    async def logo(request: Request) -> Response:
        if theme.logo is None:
            return PlainTextResponse("There is no logo.", 404)
        return Response(theme.logo.content, media_type=theme.logo.kind, headers=INERT)

    return [Route("/theme/style.css", style), Route("/theme/logo", logo)]
