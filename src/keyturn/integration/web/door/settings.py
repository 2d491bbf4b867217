"""A device's settings: as Nuki has them now, a form to change them, and what became of the last change.

Only where an installation asks for it. Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.integration.smartlocks.configuring.setting import DOORS, NAME_MOST, settings_of, table_of
from keyturn.integration.smartlocks.configuring.wish import WAITING, Wish, WishState
from keyturn.integration.web.door.fields import Wording, wished
from keyturn.integration.web.door.page import asked
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.views import Tone
from keyturn.integration.web.visitor import Visitor, form_of
from keyturn.nuki.codes import AdminPinState, ServerState
from keyturn.nuki.models.smartlock import Smartlock

_TONES = {
    WishState.REQUESTED: Tone.MOVING,
    WishState.ACCEPTED: Tone.MOVING,
    WishState.CONFIRMED: Tone.SAFE,
    WishState.UNCONFIRMED: Tone.UNSURE,
    WishState.REFUSED: Tone.TROUBLE,
}
SHOWN = timedelta(days=1)
"""How long a change is worth a word on the page."""


@dataclass(frozen=True)
class WishView:
    """The last change: what was asked for, and how far it has come."""

    state: WishState
    tone: Tone
    sentence: str
    advice: str
    asked: tuple[str, ...]
    waits: bool


def settings(pages: Pages) -> Handler:
    """What Nuki says now, as a form."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        door = await asked(request, services, visitor)
        nuki = services.nuki(door.grant_id)
        device, wish = await services.wishes.look(door.grant_id, door.smartlock_id, nuki)
        if device.config is not None and door.opens_on_unlock != bool(device.config.auto_unlatch):
            await services.smartlocks.read_all(door.grant_id, nuki)  # what unlocking does stands on every button
        known, texts = settings_of(device), services.texts
        wording = Wording(texts, visitor.language, device.type)
        return pages.render(
            "door/settings.html",
            visitor,
            door=door,
            path=f"/doors/{door.grant_id}/{door.smartlock_id}",
            groups=wording.groups(known),
            wish=_said(wish, wording, services, visitor, device.type),
            warnings=[texts.say(visitor.language, f"warning.{key}") for key in _in_the_way(device)],
            fobs=wording.fobs(device),
            night=device.state.night_mode if device.state and device.type in DOORS else None,
            most=NAME_MOST,
        )

    return show


def live(pages: Pages) -> Handler:
    """What became of the last change, for a page that is already open."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        door = await asked(request, services, visitor)
        wish = await services.wishes.last(door.grant_id, door.smartlock_id, services.nuki(door.grant_id))
        wording = Wording(services.texts, visitor.language, door.device_type)
        return pages.render(
            "door/_wish.html",
            visitor,
            path=f"/doors/{door.grant_id}/{door.smartlock_id}",
            wish=_said(wish, wording, services, visitor, door.device_type),
        )

    return show


async def change(request: Request, services: Services, visitor: Visitor) -> Response:
    """Ask for what was changed; the page then says what became of it."""
    door = await asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    if changed := wished(table_of(door.device_type), form):
        await services.wishes.ask(door.grant_id, door.smartlock_id, changed, services.nuki(door.grant_id))
    return RedirectResponse(f"/doors/{door.grant_id}/{door.smartlock_id}/settings", 303)


def _said(
    wish: Wish | None, wording: Wording, services: Services, visitor: Visitor, device_type: int
) -> WishView | None:
    """The last change in words; nothing where there was none, or where it is history."""
    if wish is None or services.clock.now() - wish.asked_at > SHOWN:
        return None
    texts, language = services.texts, visitor.language
    key = f"settings.wish_next.{wish.state}"
    advice = texts.say(language, key) if texts.has(key) else ""
    if wish.refusal:
        title, following = (texts.say(language, f"problem.{wish.refusal}.{part}") for part in ("title", "next"))
        advice = f"{title}. {following}"
    return WishView(
        state=wish.state,
        tone=_TONES[wish.state],
        sentence=texts.say(language, f"settings.wish.{wish.state}"),
        advice=advice,
        asked=tuple(
            wording.shown(one, wish.values[one.name]) for one in table_of(device_type) if one.name in wish.values
        ),
        waits=wish.state in WAITING,
    )


def _in_the_way(device: Smartlock) -> list[str]:
    """Why a change would not reach the device, as keys of ``warning``."""
    found = []
    if device.server_state == ServerState.OFFLINE:
        found.append("offline")
    elif device.server_state != ServerState.OK:
        found.append("unregistered")
    if device.admin_pin_state == AdminPinState.INVALID:
        found.append("pin")
    elif device.admin_pin_state == AdminPinState.MISSING:
        found.append("pin_missing")
    return found
