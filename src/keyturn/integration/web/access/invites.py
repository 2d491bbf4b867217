"""Inviting a person to use a door with the Nuki app: the form, what became of it, and the code, shown once.

Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keyturn.integration.access.invite import Invite, InviteId, InviteState
from keyturn.integration.errors import PageRefused, RequestRefused
from keyturn.integration.web.access.pages import Found, asked
from keyturn.integration.web.pages import Handler, Pages
from keyturn.integration.web.services import Services
from keyturn.integration.web.texts import Texts
from keyturn.integration.web.views import Tone
from keyturn.integration.web.visitor import Visitor, form_of
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.secrecy import Secret

_S = InviteState
_TONES = {
    _S.REQUESTED: Tone.MOVING,
    _S.ACCEPTED: Tone.MOVING,
    _S.READY: Tone.SAFE,
    _S.SHOWN: Tone.UNSURE,
    _S.FAILED: Tone.TROUBLE,
    _S.UNKNOWN: Tone.UNSURE,
}
_HOUR = 3600


@dataclass(frozen=True)
class InviteView:
    """One invitation on the page; never its code."""

    path: str
    name: str
    state: str
    tone: Tone
    sentence: str
    advice: str
    may_show: bool


def view(invite: Invite, texts: Texts, language: str, now: datetime) -> InviteView:
    """What is known of an invitation."""
    over = now >= invite.expires_at and invite.state in (_S.ACCEPTED, _S.READY, _S.SHOWN)
    state = "over" if over else str(invite.state)
    hours = max(0, int((invite.expires_at - now).total_seconds() // _HOUR))
    advice = texts.say(language, f"invites.next.{state}", hours=hours)
    if invite.refusal:
        advice = texts.say(language, f"problem.{invite.refusal}.next")
    elif invite.error_code:
        key = f"device_error.{invite.error_code}.next"
        advice = texts.say(language, key if texts.has(key) else "device_error.other.next")
        advice += "" if texts.has(key) else " " + DEVICE_ERRORS.get(invite.error_code, invite.error_code)
    return InviteView(
        path=f"/doors/{invite.grant_id}/{invite.smartlock_id}/invites/{invite.invite_id}",
        name=invite.name,
        state=state,
        tone=Tone.UNSURE if over else _TONES[invite.state],
        sentence=texts.say(language, f"invites.state.{state}"),
        advice=advice,
        may_show=invite.state is _S.READY and not over,
    )


def invites(pages: Pages) -> Handler:
    """Everybody invited to one door from here, and the form for another."""

    async def show(request: Request, services: Services, visitor: Visitor) -> Response:
        return await _page(pages, services, visitor, await asked(request, services, visitor), None)

    return show


async def add(request: Request, services: Services, visitor: Visitor) -> Response:
    """Invite somebody."""
    found = await asked(request, services, visitor)
    form = await form_of(request, visitor, services.settings.base_url)
    invite_id = form.get("invite_id", "")
    if not invite_id.isalnum() or len(invite_id) != 24:
        raise PageRefused("A form without an id.", code="stale-form")
    nuki = services.nuki(found.grant.grant_id)
    lock, _ = await services.codes.look(found.grant.grant_id, found.door.smartlock_id, nuki)
    try:
        await services.invites.invite(InviteId(invite_id), lock, form.get("name", ""), form.get("email", ""), nuki)
    finally:
        services.feed.changed()
    return RedirectResponse(found.path + "/invites", 303)


def show(pages: Pages) -> Handler:
    """The code of an invitation, to the customer who asked, once; on a page nobody may keep."""

    async def answer(request: Request, services: Services, visitor: Visitor) -> Response:
        found = await asked(request, services, visitor)
        await form_of(request, visitor, services.settings.base_url)
        known = await services.invite_rows.invites(found.grant.grant_id, found.door.smartlock_id)
        for invite in known:
            if invite.invite_id == request.path_params["invite_id"]:
                code = await services.invites.show(invite)
                return await _page(pages, services, visitor, found, (invite.name, code))
        raise RequestRefused("No such invitation to this door.", code="invite-spent")

    return answer


async def _page(
    pages: Pages, services: Services, visitor: Visitor, found: Found, shown: tuple[str, Secret] | None
) -> Response:
    known = await services.invite_rows.invites(found.grant.grant_id, found.door.smartlock_id)
    digits = shown[1].reveal() if shown else ""
    now = services.clock.now()
    response = pages.render(
        "access/invites.html",
        visitor,
        here=found.path + "/invites",
        door=found.door,
        path=found.path,
        invites=[view(invite, services.texts, visitor.language, now) for invite in known],
        invite_id=secrets.token_hex(12),
        shown_name=shown[0] if shown else "",
        digits=" ".join(digits[place : place + 3] for place in range(0, len(digits), 3)),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
