"""The reviewer's desk: moves of applications, each checked against the table, noted, and shown by the API."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from keyturn.nuki.dates import to_wire
from keyturn.sandbox.errors import SandboxError
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.program.form import Form, complaints
from keyturn.sandbox.program.way import SHOWN, Move, Standing, after, moves, standing_of
from keyturn.sandbox.world.dossier import Dossier, Note
from keyturn.sandbox.world.people import Application
from keyturn.sandbox.world.world import World


class NotPossible(SandboxError):
    """A move that the application's standing does not allow, or that lacks something."""


class Desk:
    """Over one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def dossier(self, application: Application) -> Dossier:
        """What is on file; made from the status alone for an application nobody has looked at yet.

        A status the API changed meanwhile (an application filed or taken back) is taken over.
        """
        status = application.advanced.status if application.advanced else None
        standing = standing_of(status) if status else Standing.INACTIVE
        files = self._world.office.dossiers
        dossier = files.setdefault(application.client_id, Dossier(standing=standing))
        if SHOWN[Standing(dossier.standing)] != SHOWN[standing]:
            dossier.standing = standing
        return dossier

    def possible(self, application: Application) -> tuple[Move, ...]:
        """What can be done about it now; applying is done through the API, which brings what is applied with."""
        found = moves(Standing(self.dossier(application).standing))
        return tuple(move for move in found if move is not Move.APPLY)

    def move(self, application: Application, move: Move, text: str = "", form: Any = None) -> Dossier:
        """Do it. Raises :class:`NotPossible` with what would be possible."""
        dossier = self.dossier(application)
        standing = Standing(dossier.standing)
        following = after(standing, move)
        if following is None or application.advanced is None or move is Move.APPLY:
            allowed = (
                ", ".join(self.possible(application)) or "nothing before it applies: PUT /api/key/{id}/advanced"
            )
            raise NotPossible(f"{application.name} is {standing}: {move} is not possible now, but {allowed}.")
        if move in (Move.REFUSE, Move.REQUEST_CHANGES) and not text.strip():
            raise NotPossible(f"{move} needs a text: the company has to learn what to mend.")
        if move is Move.SUBMIT:
            dossier.form = _checked(form)
        now = self._world.clock.now()
        dossier.standing = following
        dossier.notes.append(Note(at=now, move=move, standing=following, text=text))
        application.advanced = replace(application.advanced, status=SHOWN[following], updated=to_wire(now))
        application.changed = True
        self._world.journal.record(
            Kind.PROGRAM, application.client_id, event=move, standing=following, note=text or None
        )
        self._world.changed()
        return dossier


def _checked(form: Any) -> dict[str, Any]:
    try:
        read = msgspec.convert(form, Form)
    except msgspec.ValidationError as trouble:
        raise NotPossible(f"The form cannot be used: {trouble}.") from None
    if found := complaints(read):
        raise NotPossible("The form is not complete: " + " ".join(found))
    shown: dict[str, Any] = msgspec.to_builtins(read)
    return shown
