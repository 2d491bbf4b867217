"""Addresses of the support; the first page and the form need no session."""

from __future__ import annotations

from starlette.routing import Route

from keyturn.integration.web.pages import Pages
from keyturn.integration.web.support import pages as support


def routes(pages: Pages) -> list[Route]:
    """All of them."""
    page = pages.handler
    return [
        Route("/support", page(support.support(pages)), methods=["GET"]),
        Route("/support", page(support.ask), methods=["POST"]),
        Route("/support/opened/{case_id}", page(support.opened(pages))),
        Route("/support/{case_id}", page(support.case(pages)), methods=["GET"]),
        Route("/support/{case_id}", page(support.write), methods=["POST"]),
    ]
