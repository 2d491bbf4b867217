"""The doors page: what is known, what can be asked, what became of it.

Serves: confirmed-actions, guided-errors, forced-reconnect.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from keyturn.client import errors
from keyturn.integration.actions.action import NEEDS_A_YES, Action, ActionId, ActionState, Kind, code_for
from keyturn.integration.connect.session import Session
from keyturn.integration.errors import GrantLost, IntegrationError, PageRefused, RequestRefused
from keyturn.integration.grants.grant import Grant, GrantState
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.views import DoorView, Viewer
from keyturn.integration.web.visitor import Visitor, customer, form_of, visitor_of

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 4.0
"""How long a page waits for Nuki before it shows what was known before."""


def start(pages: Pages) -> Handler:
    """The first page: what this is, and the button to connect."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        if visitor.signed_in:
            return RedirectResponse("/doors", 303)
        done = request.query_params.get("done", "")
        return pages.render("start.html", visitor, done=done if done in ("disconnected", "logged-out") else "")

    return show


def doors(pages: Pages) -> Handler:
    """Every door, read anew from Nuki if what we know is old."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        session = customer(visitor)
        notice = await refresh(services, session)
        views = await _views(services, session, visitor.language)
        version = "" if not views else "live"
        return pages.render("doors.html", visitor, doors=views, notice=notice, version=version)

    return show


def live(pages: Pages) -> Handler:
    """The part of the doors page that changes, for a page that is already open."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        if not visitor.signed_in:
            # htmx follows this header: the open page must not outlive the session.
            return Response(status_code=204, headers={"HX-Redirect": "/doors"})
        assert visitor.session is not None
        views = await _views(services, visitor.session, visitor.language)
        notice = await _lost(services, visitor.session)
        return pages.render("_doors.html", visitor, doors=views, notice=notice)

    return show


async def act(request: Request, services: Services, visitor: Visitor) -> Response:
    """Ask a door to move, after a yes where somebody might get in. The answer is the page it was asked from."""
    session = customer(visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    door, kind = await _asked(request, services, session)
    code = code_for(door.device_type, kind)
    action_id = form.get("action_id", "")
    if code is None or not action_id.isalnum() or len(action_id) != 24:
        raise RequestRefused(f"{kind} is nothing device type {door.device_type} can do.", code="unknown-action")
    path = f"/doors/{door.grant_id}/{door.smartlock_id}"
    back = path if form.get("back") == "door" else "/doors"
    if kind in NEEDS_A_YES and form.get("sure") != "yes":
        return RedirectResponse(f"{path}/{kind}" + ("?back=door" if back == path else ""), 303)
    intent = Action(
        action_id=ActionId(action_id),
        grant_id=door.grant_id,
        smartlock_id=door.smartlock_id,
        kind=kind,
        state=ActionState.REQUESTED,
        requested_at=services.clock.now(),
    )
    try:
        await services.requests.ask(intent, code, services.nuki(door.grant_id))
    finally:
        services.feed.changed()
    return RedirectResponse(back, 303)


def ask_again(pages: Pages) -> Handler:
    """The question before a door is opened: what will happen, and a yes or a way back. It changes nothing."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        door, kind = await _asked(request, services, customer(visitor))
        if kind not in NEEDS_A_YES or code_for(door.device_type, kind) is None:
            return RedirectResponse("/doors", 303)
        path, back = f"/doors/{door.grant_id}/{door.smartlock_id}", request.query_params.get("back", "")
        return pages.render(
            "door/sure.html",
            visitor,
            door=door,
            kind=kind,
            action=f"{path}/{kind}",
            hint=Viewer(services.texts, visitor.language, services.clock.now()).hint(door, kind),
            back=path if back == "door" else "/doors",
            back_name="door" if back == "door" else "",
            action_id=secrets.token_hex(12),
        )

    return show


async def events(request: Request, services: Services, visitor: Visitor) -> Response:
    """Server-sent events: ``doors`` when something on the visitor's page has changed."""
    customer(visitor)

    async def stream() -> AsyncIterator[str]:
        seen, version = None, -1
        while True:
            now = await visitor_of(request, services)
            if not now.signed_in or now.session is None:
                yield "event: doors\ndata: ended\n\n"
                return
            views = await _views(services, now.session, visitor.language)
            looks = [view.as_seen() for view in views]
            if seen is not None and looks != seen:
                yield f"event: doors\ndata: {version}\n\n"
            else:
                yield ": quiet\n\n"
            seen = looks
            following = await services.feed.next_change(version, now.session.customer_id)
            if following is None:
                return
            version = following

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


async def _asked(request: Request, services: Services, session: Session) -> tuple[Door, Kind]:
    grant_id, number, wish = (request.path_params[name] for name in ("grant_id", "smartlock_id", "kind"))
    for grant in await services.grants.grants_of(session.customer_id):
        if grant.grant_id == grant_id and grant.usable:
            for door in await services.smartlocks.known(grant.grant_id):
                if str(door.smartlock_id) == number and wish in list(Kind):
                    return door, Kind(wish)
    raise RequestRefused(f"No door {number} for this customer.", code="unknown-door")


async def _usable(services: Services, session: Session) -> list[Grant]:
    grants = [grant for grant in await services.grants.grants_of(session.customer_id) if grant.usable]
    if not grants:
        raise PageRefused("Nothing is connected any more.", code="signed-out")
    return grants


async def refresh(services: Services, session: Session) -> str:
    """Ask Nuki where what we know is old. Trouble becomes a notice, one lost grant of several too.

    Raises :class:`GrantLost` when it was the last.
    """
    notice = ""
    for grant in await _usable(services, session):
        if services.smartlocks.stale(await services.smartlocks.known(grant.grant_id)):
            try:
                await asyncio.wait_for(_read(services, grant), PATIENCE_SECONDS)
            except GrantLost:
                if not any(each.usable for each in await services.grants.grants_of(session.customer_id)):
                    raise
            except (TimeoutError, errors.ClientError, IntegrationError) as trouble:
                log.warning("Grant %s: the doors are shown as last known: %r", grant.grant_id, trouble)
                notice = "notice.old"
    return await _lost(services, session) or notice


async def _lost(services: Services, session: Session) -> str:
    """The notice for a customer who has lost one of several accounts: whoever loses the last is logged out."""
    grants = await services.grants.grants_of(session.customer_id)
    return "notice.lost" if any(grant.state is GrantState.LOST for grant in grants) else ""


async def _read(services: Services, grant: Grant) -> None:
    await services.smartlocks.read_all(grant.grant_id, services.nuki(grant.grant_id))


async def _views(services: Services, session: Session, language: str) -> list[DoorView]:
    viewer = Viewer(services.texts, language, services.clock.now())
    views: list[DoorView] = []
    for grant in await services.grants.grants_of(session.customer_id):
        if grant.usable:
            actions = await services.history.latest(grant.grant_id)
            known = await services.smartlocks.known(grant.grant_id)
            views += [viewer.door(door, actions.get(door.smartlock_id)) for door in known]
    return views
