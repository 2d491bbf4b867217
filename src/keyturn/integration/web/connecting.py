"""Connect, come back, disconnect, log out.

The order of the callback: the state is consumed first, for refusals too; the code is exchanged from server to
server; the pair is sealed and stored before anything else is asked of Nuki.

Serves: registered-https-redirect, server-side-exchange, token-custody.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.client import TokenPair, errors
from keyturn.integration.connect.flow import code_of, exchange_failure, judged, read_callback
from keyturn.integration.connect.pending import LIFETIME
from keyturn.integration.errors import PageRefused
from keyturn.integration.grants.customer import new_customer_id
from keyturn.integration.grants.early import renew_at
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId, GrantState
from keyturn.integration.grants.keeper import seal_pair
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.visitor import (
    BROWSER,
    SESSION,
    Visitor,
    browser_of,
    customer,
    drop_cookie,
    form_of,
    framed,
    new_browser,
    set_cookie,
)
from keyturn.secrecy import Secret

log = logging.getLogger(__name__)


def begin(pages: Pages) -> Handler:
    """Send the visitor to Nuki's consent page; from within a frame, in a window of its own."""

    async def go(request: Request, services: Services, visitor: Visitor) -> Response:
        if not framed(request):
            return await _away(request, services)
        # Nuki's pages are not to be framed, and a frame's session does not exist in a window: the link stands for it.
        link = request.query_params.get("link", "")
        if not link and visitor.session is not None and visitor.session.ended in (None, "lost"):
            token, _ = await services.links.issue(visitor.session.customer_id)
            link = token.reveal()
        return pages.render("framed.html", visitor, link=link)

    return go


async def _away(request: Request, services: Services) -> Response:
    browser = browser_of(request) or new_browser()
    state = await services.pending.issue(browser)
    if token := request.query_params.get("link"):
        await services.links.begin(Secret(token), state)
    settings = services.settings
    away = services.oauth.authorization_url(
        redirect_uri=settings.redirect_uri, scopes=settings.scopes, state=state.reveal()
    )
    response = RedirectResponse(away, 303)
    set_cookie(response, BROWSER, browser, LIFETIME.total_seconds())
    return response


async def come_back(request: Request, services: Services, visitor: Visitor) -> Response:
    """Nuki's page led the visitor back, with a code or with a refusal."""
    callback = read_callback(request.query_params)
    await services.pending.consume(callback.state, browser_of(request))
    try:
        pair = await services.oauth.exchange(code_of(callback), services.settings.redirect_uri)
    except errors.ClientError as error:
        raise exchange_failure(error) from error
    pair = judged(pair)
    linked = await services.links.use(callback.state)
    known = linked or _known(visitor)
    grant_id = await _keep(services, known, pair)
    await services.welcome.greet(grant_id, newcomer=known is None, waited_for=_waited_for(visitor))
    if linked:
        # Whoever holds a link may connect for the customer, and not see what else the customer has.
        response = RedirectResponse("/connected", 303)
        drop_cookie(response, BROWSER)
        return response
    grant = await services.grants.grant(grant_id)
    assert grant is not None
    response = RedirectResponse("/doors", 303)
    cookie = await services.sessions.open(grant.customer_id, replaced=visitor.cookie)
    set_cookie(response, SESSION, cookie, services.settings.session_seconds)
    drop_cookie(response, BROWSER)
    return response


async def enter(request: Request, services: Services, visitor: Visitor) -> Response:
    """A ticket of the company's own program opens a session, once. The session there was is another's, and ends."""
    customer_id = await services.tickets.use(Secret(request.query_params.get("ticket", "")))
    cookie = await services.sessions.open(customer_id, replaced=visitor.cookie)
    response = RedirectResponse("/doors", 303)
    set_cookie(response, SESSION, cookie, services.settings.session_seconds)
    return response


def connected(pages: Pages) -> Handler:
    """Where a connect link ends."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        return pages.render("connected.html", visitor)

    return show


def _known(visitor: Visitor) -> CustomerId | None:
    return visitor.session.customer_id if visitor.session and visitor.signed_in else None


def _waited_for(visitor: Visitor) -> CustomerId | None:
    """Whose session time or Nuki has ended in this browser; not one that somebody ended on purpose."""
    session = visitor.session
    return session.customer_id if session and session.ended in ("idle", "over", "lost") else None


async def _keep(services: Services, customer_id: CustomerId | None, pair: TokenPair) -> GrantId:
    """Stored before anything else is asked: a pair received is never only in memory."""
    assert pair.refresh is not None
    grant_id = GrantId(secrets.token_hex(12))
    sealed_access, sealed_refresh = seal_pair(services.vault, grant_id, 1, pair.access, pair.refresh)
    now = services.clock.now()
    grant = Grant(
        grant_id=grant_id,
        customer_id=customer_id or new_customer_id(),
        account_id=None,
        state=GrantState.ACTIVE,
        scopes=pair.scopes or services.settings.scopes,
        generation=1,
        expires_at=now + timedelta(seconds=pair.expires_in),
        sealed_access=sealed_access,
        sealed_refresh=sealed_refresh,
    )
    early = renew_at(now, pair.expires_in, secrets.randbelow(1000) / 1000)
    await services.grants.save(grant, now, early, announced=False)
    return grant_id


async def disconnect(request: Request, services: Services, visitor: Visitor) -> Response:
    """End every grant of the customer: webhooks removed at Nuki, secrets erased, logged out."""
    session = customer(visitor)
    await form_of(request, visitor, services.settings.base_url)
    for grant in await services.grants.grants_of(session.customer_id):
        if grant.usable:
            await services.subscriptions.let_go(grant.grant_id, services.nuki(grant.grant_id))
        await services.grants.disconnect(grant.grant_id, services.clock.now())
    response = RedirectResponse("/?done=disconnected", 303)
    drop_cookie(response, SESSION)
    return response


async def log_out(request: Request, services: Services, visitor: Visitor) -> Response:
    """End the session; the grant stays."""
    await form_of(request, visitor, services.settings.base_url)
    if visitor.cookie is None:
        raise PageRefused("Nobody is signed in.", code="signed-out")
    await services.sessions.end(visitor.cookie)
    response = RedirectResponse("/?done=logged-out", 303)
    drop_cookie(response, SESSION)
    return response
