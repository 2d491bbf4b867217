"""The account's page, the question before one account is disconnected, and logging out everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.integration.errors import PageRefused
from keyturn.integration.grants.grant import CustomerId, Grant
from keyturn.integration.partners.page import START
from keyturn.integration.web.account.views import TONES, AccountView, account_view
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.visitor import SESSION, Visitor, customer, drop_cookie, form_of

SHOWN = 100


def account(pages: Pages) -> Handler:
    """Every connected Nuki account: its health, its permissions, its doors."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        found = await _connected(services, customer(visitor).customer_id)
        views = [await _view(services, visitor, grant, since) for since, grant in found]
        return pages.render("account/account.html", visitor, accounts=views)

    return show


def sure(pages: Pages) -> Handler:
    """The question before an account is disconnected. It changes nothing."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        since, grant = await _asked(request, services, visitor)
        view = await _view(services, visitor, grant, since)
        return pages.render("account/sure.html", visitor, account=view)

    return show


async def disconnect(request: Request, services: Services, visitor: Visitor) -> Response:
    """End one account's grant: webhooks removed at Nuki, secrets erased. The last one logs out."""
    _, grant = await _asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    if form.get("sure") != "yes":
        return RedirectResponse(f"/account/{grant.grant_id}/disconnect", 303)
    if grant.usable:
        await services.subscriptions.let_go(grant.grant_id, services.nuki(grant.grant_id))
    await services.grants.disconnect(grant.grant_id, services.clock.now())
    services.feed.changed()
    rest = await services.grants.grants_of(grant.customer_id)
    if any(each.usable for each in rest):
        return RedirectResponse("/account", 303)
    response = RedirectResponse("/?done=disconnected", 303)
    drop_cookie(response, SESSION)
    return response


async def log_out_everywhere(request: Request, services: Services, visitor: Visitor) -> Response:
    """End every session of the customer, on every device; what is connected stays."""
    session = customer(visitor)
    await form_of(request, visitor, services.settings.base_url)
    await services.sessions.end_all(session.customer_id)
    services.feed.changed()
    response = RedirectResponse("/?done=logged-out", 303)
    drop_cookie(response, SESSION)
    return response


async def _connected(services: Services, customer_id: CustomerId) -> list[tuple[datetime, Grant]]:
    placed = await services.grants.page(START, SHOWN, customer_id)
    return [
        (datetime.fromtimestamp(place[0] / 1000, UTC), grant) for place, grant in placed if grant.state in TONES
    ]


async def _asked(request: Request, services: Services, visitor: Visitor) -> tuple[datetime, Grant]:
    for since, grant in await _connected(services, customer(visitor).customer_id):
        if grant.grant_id == request.path_params["grant_id"]:
            return since, grant
    raise PageRefused("No such account of this customer.", code="not-found")


async def _view(services: Services, visitor: Visitor, grant: Grant, since: datetime) -> AccountView:
    doors = await services.smartlocks.known(grant.grant_id) if grant.usable else []
    return account_view(services.texts, visitor.language, grant, since, doors, services.settings.scopes)
