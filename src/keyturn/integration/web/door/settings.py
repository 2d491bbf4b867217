"""A door's settings: as Nuki has them now, and a form to change them. Only where an installation asks for it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.integration.smartlocks import configure
from keyturn.integration.smartlocks.configure import Configured
from keyturn.integration.web.door.page import asked
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.visitor import Visitor, form_of

SWITCHES = ("led", "button", "pairing", "auto_lock")


def settings(pages: Pages) -> Handler:
    """What Nuki says now, as a form."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        door = await asked(request, services, visitor)
        now = await configure.read(door.smartlock_id, services.nuki(door.grant_id))
        return pages.render(
            "door/settings.html",
            visitor,
            door=door,
            path=f"/doors/{door.grant_id}/{door.smartlock_id}",
            now=now,
            switches=[(name, getattr(now, name)) for name in SWITCHES if getattr(now, name) is not None],
            most=configure.NAME_MOST,
            sent="sent" in request.query_params,
        )

    return show


async def change(request: Request, services: Services, visitor: Visitor) -> Response:
    """Send what differs; the page then shows what Nuki says."""
    door = await asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    nuki = services.nuki(door.grant_id)
    on = {name: form.get(name) == "on" for name in SWITCHES}
    await configure.change(door.smartlock_id, Configured(name=form.get("name", "").strip(), **on), nuki)
    await services.smartlocks.read_all(door.grant_id, nuki)
    services.feed.changed()
    return RedirectResponse(f"/doors/{door.grant_id}/{door.smartlock_id}/settings?sent", 303)
