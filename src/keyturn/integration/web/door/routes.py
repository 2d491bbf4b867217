"""Addresses of one door's page, and of the activity where an installation asks for it."""

from __future__ import annotations

from starlette.routing import Route

from keyturn.integration.web.activity.page import activity
from keyturn.integration.web.door import page as one
from keyturn.integration.web.door import settings as configuring
from keyturn.integration.web.pages import Pages

DOOR = "/doors/{grant_id}/{smartlock_id}"


def routes(pages: Pages) -> list[Route]:
    """To be asked before the doors' own, whose address of an action would fit, too."""
    page = pages.handler
    history = [Route("/activity", page(activity(pages)))] if pages.services.settings.activity else []
    change = [
        Route(DOOR + "/settings", page(configuring.settings(pages)), methods=["GET"]),
        Route(DOOR + "/settings", page(configuring.change), methods=["POST"]),
        Route(DOOR + "/settings/live", page(configuring.live(pages))),
    ]
    return [
        *history,
        *(change if pages.services.settings.configure else []),
        Route(DOOR, page(one.door(pages))),
        Route(DOOR + "/live", page(one.live(pages))),
        Route(DOOR + "/events", page(one.events)),
    ]
