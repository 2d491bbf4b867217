"""The page of one door, and the part of it that follows the door by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from keyturn.integration.errors import RequestRefused
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.door.parts import Part, parts_of
from keyturn.integration.web.doors import refresh
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.views import DoorView, Viewer
from keyturn.integration.web.visitor import Visitor, customer, visitor_of


def door(pages: Pages) -> Handler:
    """Everything of one door, read anew from Nuki if what we know is old."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        notice = await refresh(services, customer(visitor))
        view, parts = await _seen(request, services, visitor)
        return pages.render("door/door.html", visitor, door=view, parts=parts, notice=notice)

    return show


def live(pages: Pages) -> Handler:
    """The part of the page that changes, for a page that is already open."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        if not visitor.signed_in:
            return Response(status_code=204, headers={"HX-Redirect": "/doors"})
        view, parts = await _seen(request, services, visitor)
        return pages.render("door/_door.html", visitor, door=view, parts=parts)

    return show


async def events(request: Request, services: Services, visitor: Visitor) -> Response:
    """Server-sent events: ``doors`` when something on this page has changed."""
    await asked(request, services, visitor)

    async def stream() -> AsyncIterator[str]:
        seen, version = None, -1
        while True:
            now = await visitor_of(request, services)
            if not now.signed_in:
                yield "event: doors\ndata: ended\n\n"
                return
            view, parts = await _seen(request, services, now)
            looks = (view.as_seen(), parts)
            changed = seen is not None and looks != seen
            yield f"event: doors\ndata: {version}\n\n" if changed else ": quiet\n\n"
            seen = looks
            following = await services.feed.next_change(version, customer(now).customer_id)
            if following is None:
                return
            version = following

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


async def asked(request: Request, services: Services, visitor: Visitor) -> Door:
    """The visitor's own door. Raises :class:`RequestRefused` (``unknown-door``)."""
    grant_id, number = request.path_params["grant_id"], request.path_params["smartlock_id"]
    for grant in await services.grants.grants_of(customer(visitor).customer_id):
        if grant.grant_id == grant_id and grant.usable:
            for known in await services.smartlocks.known(grant.grant_id):
                if str(known.smartlock_id) == number:
                    return known
    raise RequestRefused(f"No door {number} for this customer.", code="unknown-door")


async def _seen(request: Request, services: Services, visitor: Visitor) -> tuple[DoorView, tuple[Part, ...]]:
    found, now = await asked(request, services, visitor), services.clock.now()
    actions = await services.history.latest(found.grant_id)
    view = Viewer(services.texts, visitor.language, now).door(found, actions.get(found.smartlock_id))
    return view, parts_of(found, services.texts, visitor.language, now)
