"""``/_sandbox/program``: the reviewer's desk."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.smartlock import Subscription
from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.program.desk import Desk, NotPossible
from keyturn.sandbox.program.way import Move
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world.people import Application


class _Move(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    client_id: str
    move: Move
    text: str = ""
    form: Any = None


class _Hosting(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    smartlock_id: int
    state: Literal["ACTIVE", "INACTIVE", "CANCELLED", "EXPIRED", "ON_HOLD", "PENDING", "PENDING_CANCEL"] | None


class ProgramControl:
    """Lists applications and moves them on."""

    def __init__(self, controls: Controls) -> None:
        self._world, self._desk = controls.world, Desk(controls.world)

    async def get(self, request: Request) -> Answer:
        """``{"applications": [{client_id, name, standing, status, possible, form, notes}]}``."""
        return json_answer({"applications": [self._shown(one) for one in self._world.applications.values()]})

    async def post(self, request: Request) -> Answer:
        """``{"client_id", "move", "text"?, "form"?}``: answers the application as it stands then."""
        asked = guard.read(request, _Move)
        application = self._world.applications.get(asked.client_id)
        if application is None:
            raise Problem(404, "no-application", "There is no such application",
                          detail=f"No application has the client id {asked.client_id!r}.",
                          remedy="GET /_sandbox/program lists them.")  # fmt: skip
        try:
            self._desk.move(application, asked.move, asked.text, asked.form)
        except NotPossible as trouble:
            raise Problem(409, "not-possible", "That is not possible now", detail=str(trouble),
                          remedy="GET /_sandbox/program tells what is.") from None  # fmt: skip
        return json_answer(self._shown(application))

    async def hosting(self, request: Request) -> Answer:
        """``{"smartlock_id", "state"}``: a device's Smart Hosting; null ends it. Answers the device."""
        asked = guard.read(request, _Hosting)
        device = self._world.devices.get(SmartlockId(asked.smartlock_id))
        if device is None:
            raise guard.bad(f"There is no device {asked.smartlock_id}.", "GET /_sandbox lists the devices.")
        now = self._world.clock.now()
        kept = Subscription(
            type="B2B", state=asked.state, shs_subscription_type="BUSINESS", creation_date=to_wire(now)
        )
        device.change(now, current_subscription=kept if asked.state else None)
        self._world.changed()
        return Answer(200, device.encoded)

    def _shown(self, application: Application) -> dict[str, Any]:
        dossier = self._desk.dossier(application)
        return {
            "client_id": application.client_id,
            "name": application.name,
            "standing": dossier.standing,
            "status": application.advanced.status if application.advanced else "INACTIVE",
            "possible": list(self._desk.possible(application)),
            "form": dossier.form,
            "notes": [
                {"at": to_wire(note.at), "move": note.move, "standing": note.standing, "text": note.text}
                for note in dossier.notes
            ],
        }


def routes(controls: Controls) -> tuple[Route, ...]:
    """The desk's routes."""
    control = ProgramControl(controls)
    return (
        guard.guarded("program", "GET", "/_sandbox/program", control.get),
        guard.guarded("review", "POST", "/_sandbox/program", control.post),
        guard.guarded("hosting", "POST", "/_sandbox/hosting", control.hosting),
    )
