"""Addresses of the access pages; none of them where an installation gives out no codes."""

from __future__ import annotations

from starlette.routing import Route

from keyturn.integration.web.access import invites
from keyturn.integration.web.access import pages as access
from keyturn.integration.web.pages import Pages

CODES = "/doors/{grant_id}/{smartlock_id}/codes"
INVITES = "/doors/{grant_id}/{smartlock_id}/invites"


def routes(pages: Pages) -> list[Route]:
    """To be asked before the doors' own, whose address of an action would fit, too."""
    if not pages.services.settings.access:
        return []
    page = pages.handler
    return [
        Route(CODES, page(access.codes(pages)), methods=["GET"]),
        Route(CODES, page(access.add), methods=["POST"]),
        Route(CODES + "/live", page(access.live(pages))),
        Route(CODES + "/events", page(access.events)),
        Route(CODES + "/{code_id}", page(access.one(pages))),
        Route(CODES + "/{code_id}/show", page(access.show(pages)), methods=["POST"]),
        Route(INVITES, page(invites.invites(pages)), methods=["GET"]),
        Route(INVITES, page(invites.add), methods=["POST"]),
        Route(INVITES + "/{invite_id}/show", page(invites.show(pages)), methods=["POST"]),
        *(
            Route(f"{CODES}/{{code_id}}/{deed}", page(work), methods=["POST"])
            for deed, work in access.DEEDS.items()
        ),
    ]
