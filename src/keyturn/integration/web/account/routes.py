"""Addresses of the customer's account."""

from __future__ import annotations

from starlette.routing import Route

from keyturn.integration.web.account import pages as account
from keyturn.integration.web.pages import Pages


def routes(pages: Pages) -> list[Route]:
    """All of them."""
    page = pages.handler
    return [
        Route("/account", page(account.account(pages))),
        Route("/account/logout", page(account.log_out_everywhere), methods=["POST"]),
        Route("/account/{grant_id}/disconnect", page(account.sure(pages)), methods=["GET"]),
        Route("/account/{grant_id}/disconnect", page(account.disconnect), methods=["POST"]),
    ]
