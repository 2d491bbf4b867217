"""A door's codes: the list, a form for a new one, one code's own page, and its digits to its own customer.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from keyturn.integration.access.code import ENDED, Code, CodeId
from keyturn.integration.access.lock import Listed, Lock
from keyturn.integration.access.window import Window, from_form
from keyturn.integration.errors import GrantLost, IntegrationError, NukiUnavailable, PageRefused, RequestRefused
from keyturn.integration.grants.grant import Grant
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.access.views import CodeViewer, Filled, address, filled
from keyturn.integration.web.access.week import Week, week_of
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.visitor import Visitor, customer, form_of, visitor_of
from keyturn.nuki.scopes import Scope

log = logging.getLogger(__name__)
ENDED_SHOWN = timedelta(days=1)
"""How long a removed or failed code stays on the page: after that it is history."""
PATIENCE_SECONDS = 4.0
"""How long a page waits for Nuki before it shows what was known before."""


class Found:
    """The door a request is about, its grant, and what it takes to speak to Nuki for it."""

    def __init__(self, grant: Grant, door: Door) -> None:
        self.grant, self.door = grant, door
        self.path = f"/doors/{grant.grant_id}/{door.smartlock_id}"


def codes(pages: Pages) -> Handler:
    """Every code of one door, and the form for a new one."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        found = await asked(request, services, visitor)
        lock, listed, notice = await _known(services, found)
        said = await _said(services, found)
        viewer = CodeViewer(services.texts, visitor.language, services.clock.now(), lock)
        views = [viewer.code(code) for code in said]
        room, near = viewer.room()
        return pages.render(
            "access/codes.html",
            visitor,
            door=found.door,
            path=found.path,
            codes=views,
            week=_week(said, lock, request, services, visitor),
            lock=lock,
            room=room,
            near=near,
            others=viewer.others(listed, said),
            notice=notice,
            code_id=secrets.token_hex(12),
            form=Filled(),
        )

    return show


def live(pages: Pages) -> Handler:
    """The part of the page that changes, for a page that is already open."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        if not visitor.signed_in:
            return Response(status_code=204, headers={"HX-Redirect": "/doors"})
        found = await asked(request, services, visitor)
        lock = await services.code_rows.lock(found.grant.grant_id, found.door.smartlock_id)
        if lock is None:
            return Response(status_code=204)
        said = await _said(services, found)
        viewer = CodeViewer(services.texts, visitor.language, services.clock.now(), lock)
        return pages.render(
            "access/_live.html",
            visitor,
            codes=[viewer.code(code) for code in said],
            week=_week(said, lock, request, services, visitor),
            lock=lock,
            path=found.path,
        )

    return show


async def events(request: Request, services: Services, visitor: Visitor) -> Response:
    """Server-sent events: ``doors`` when something on this page has changed."""
    found = await asked(request, services, visitor)

    async def stream() -> AsyncIterator[str]:
        seen, version = None, -1
        while True:
            if not (await visitor_of(request, services)).signed_in:
                yield "event: doors\ndata: ended\n\n"
                return
            lock = await services.code_rows.lock(found.grant.grant_id, found.door.smartlock_id)
            viewer = CodeViewer(services.texts, visitor.language, services.clock.now(), lock) if lock else None
            views = [viewer.code(code) for code in await _said(services, found)] if viewer else []
            yield f"event: doors\ndata: {version}\n\n" if seen not in (None, views) else ": quiet\n\n"
            seen = views
            following = await services.feed.next_change(version, found.grant.customer_id)
            if following is None:
                return
            version = following

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


async def add(request: Request, services: Services, visitor: Visitor) -> Response:
    """A new code. The answer is the list, which says what is known of it."""
    found = await asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    code_id = form.get("code_id", "")
    if not code_id.isalnum() or len(code_id) != 24:
        raise PageRefused("A form without an id.", code="stale-form")
    nuki = services.nuki(found.grant.grant_id)
    lock, listed = await services.codes.look(found.grant.grant_id, found.door.smartlock_id, nuki)
    wanted = _window(form, lock)
    name = form.get("name", "")
    await _told(services, services.codes.add(CodeId(code_id), lock, listed, name, wanted, nuki))
    return RedirectResponse(found.path + "/codes", 303)


def one(pages: Pages) -> Handler:
    """One code's own page: its times to change, and its removal."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        found, code, lock = await _asked_code(request, services, visitor)
        return pages.render(
            "access/code.html", visitor, digits="", **_shown(request, services, visitor, found, code, lock)
        )

    return show


def show(pages: Pages) -> Handler:
    """The digits, to the customer who asked, on a page nobody may keep. By POST: no link leads here."""

    async def answer(request: Request, services: Services, visitor: Visitor) -> Response:
        found, code, lock = await _asked_code(request, services, visitor)
        await form_of(request, visitor, services.settings.base_url)
        page = _shown(request, services, visitor, found, code, lock)
        digits = services.codes.digits(code).reveal()
        response = pages.render(
            "access/code.html", visitor, here=address(code), digits=f"{digits[:3]} {digits[3:]}", **page
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


async def change(request: Request, services: Services, visitor: Visitor) -> Response:
    """Other times."""
    found, code, lock = await _asked_code(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    nuki = services.nuki(found.grant.grant_id)
    await _told(services, services.codes.change(code, _window(form, lock), nuki))
    return RedirectResponse(found.path + "/codes", 303)


async def remove(request: Request, services: Services, visitor: Visitor) -> Response:
    """Take it off the lock."""
    found, code, _ = await _asked_code(request, services, visitor)
    await form_of(request, visitor, services.settings.base_url)
    await _told(services, services.codes.remove(code, services.nuki(found.grant.grant_id)))
    return RedirectResponse(found.path + "/codes", 303)


async def restore(request: Request, services: Services, visitor: Visitor) -> Response:
    """Put a code that is missing on the lock once more."""
    found, code, _ = await _asked_code(request, services, visitor)
    await form_of(request, visitor, services.settings.base_url)
    await _told(services, services.codes.restore(code, services.nuki(found.grant.grant_id)))
    return RedirectResponse(found.path + "/codes", 303)


async def asked(request: Request, services: Services, visitor: Visitor) -> Found:
    """The visitor's own door. Raises :class:`RequestRefused` (``unknown-door``, ``scope-missing``)."""
    session = customer(visitor)
    grant_id, number = request.path_params["grant_id"], request.path_params["smartlock_id"]
    for grant in await services.grants.grants_of(session.customer_id):
        if grant.grant_id == grant_id and grant.usable:
            for door in await services.smartlocks.known(grant.grant_id):
                if str(door.smartlock_id) == number:
                    if Scope.SMARTLOCK_AUTH not in grant.scopes:
                        raise RequestRefused("The grant is without smartlock.auth.", code="scope-missing")
                    return Found(grant, door)
    raise RequestRefused(f"No door {number} for this customer.", code="unknown-door")


async def _asked_code(request: Request, services: Services, visitor: Visitor) -> tuple[Found, Code, Lock]:
    found = await asked(request, services, visitor)
    code = await services.code_rows.code(CodeId(request.path_params["code_id"]))
    lock = await services.code_rows.lock(found.grant.grant_id, found.door.smartlock_id)
    here = (found.grant.grant_id, found.door.smartlock_id)
    if code is None or lock is None or (code.grant_id, code.smartlock_id) != here:
        raise RequestRefused("No such code on this door.", code="unknown-code")
    return found, code, lock


def _shown(
    request: Request, services: Services, visitor: Visitor, found: Found, code: Code, lock: Lock
) -> dict[str, Any]:
    """What a code's own page says, without its digits."""
    return {
        "door": found.door,
        "path": found.path,
        "code": CodeViewer(services.texts, visitor.language, services.clock.now(), lock).code(code),
        "week": _week([code], lock, request, services, visitor),
        "lock": lock,
        "form": filled(code.window, lock),
    }


async def _known(services: Services, found: Found) -> tuple[Lock, Listed, str]:
    """Lock and list as Nuki has them now, or with a notice the lock as it was; raises where nothing is known."""
    grant_id, smartlock_id = found.grant.grant_id, found.door.smartlock_id
    before = await services.code_rows.lock(grant_id, smartlock_id)
    try:
        look = services.codes.look(grant_id, smartlock_id, services.nuki(grant_id))
        lock, listed = await asyncio.wait_for(look, PATIENCE_SECONDS)
    except GrantLost:
        raise
    except (TimeoutError, IntegrationError) as trouble:
        log.warning("Lock %s is shown as last known: %r", smartlock_id, trouble)
        if before is None:
            if isinstance(trouble, IntegrationError):
                raise
            raise NukiUnavailable("Nuki did not answer in time.") from trouble
        return before, (), "notice.old"
    return lock, listed, ""


async def _said(services: Services, found: Found) -> list[Code]:
    """The codes worth a word."""
    rows, now = await services.code_rows.codes(found.grant.grant_id, found.door.smartlock_id), services.clock.now()
    return [code for code in rows if code.state not in ENDED or now - code.due_at < ENDED_SHOWN]


def _week(codes: list[Code], lock: Lock, request: Request, services: Services, visitor: Visitor) -> Week:
    asked = request.query_params.get("week")
    return week_of(codes, asked, lock, services.clock.now(), services.texts, visitor.language)


def _window(form: dict[str, str], lock: Lock) -> Window:
    days = tuple(day for day in range(7) if form.get(f"day{day}"))
    since, until, first, last = (form.get(name, "") for name in ("since", "until", "from_time", "until_time"))
    return from_form(since, until, first, last, days, lock.zone)


async def _told(services: Services, work: Awaitable[None]) -> None:
    try:
        await work
    finally:
        services.feed.changed()


DEEDS: dict[str, Callable[[Request, Services, Visitor], Awaitable[Response]]] = {
    "change": change,
    "remove": remove,
    "restore": restore,
}
