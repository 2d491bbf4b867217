"""The help page; it needs no session."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from keyturn.integration.web.help.offer import offer_of
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.texts import FALLBACK
from keyturn.integration.web.visitor import Visitor


def help_page(pages: Pages) -> Handler:
    """Everything this installation offers, in plain words, and each problem with its remedy."""
    texts = pages.services.texts
    explained = {key.split(".")[1] for key in texts.keys(FALLBACK) if key.startswith("device_error.")}
    offer = offer_of(pages.services.settings, explained)

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        return pages.render("help/help.html", visitor, offer=offer, asked=request.query_params.get("problem", ""))

    return show
