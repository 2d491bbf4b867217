"""The world as a whole: its settings, the home it began with, and all of it in one file.

``/_sandbox/settings``, ``/_sandbox/seed``, ``/_sandbox/snapshot``, and ``/_sandbox/grants``: tokens without pages.
"""

from __future__ import annotations

import msgspec

from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.errors import SeedError, StateError
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.seed import Seed
from keyturn.sandbox.seed.written import toml
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route


class _Seed(msgspec.Struct, forbid_unknown_fields=True):
    toml: str


class _Grant(msgspec.Struct, forbid_unknown_fields=True):
    scope: str
    email: str | None = None
    client_id: str | None = None


class WorldControl:
    """Reads and replaces."""

    def __init__(self, controls: Controls) -> None:
        self._controls, self._world = controls, controls.world

    async def settings(self, request: Request) -> Answer:
        """All settings, by name."""
        return json_answer(self._world.settings)

    async def set(self, request: Request) -> Answer:
        """``{"strict": true, …}``: those named change, the others stay; a reset brings back the seed's."""
        changes = guard.read(request, dict[str, object])
        try:
            self._world.settings = self._world.settings.changed(changes)
        except msgspec.ValidationError as trouble:
            names = ", ".join(msgspec.structs.asdict(self._world.settings))
            raise guard.bad(f"The settings cannot be used: {trouble}.", f"The settings are: {names}.") from None
        self._world.journal.record(Kind.SETTINGS, "settings", **changes)
        self._world.changed()
        return await self.settings(request)

    async def seed(self, request: Request) -> Answer:
        """``{"toml": …}``: the home the world began with."""
        return json_answer({"toml": toml(self._controls.seed())})

    async def plant(self, request: Request) -> Answer:
        """``{"toml": …}``: another home in the place of this world; clock and journal go on."""
        try:
            self._controls.plant(Seed.from_text(guard.read(request, _Seed).toml))
        except SeedError as trouble:
            raise guard.bad(str(trouble), "keyturn sandbox seed show prints one that can be used.") from None
        return await self.seed(request)

    async def save(self, request: Request) -> Answer:
        """Seed and state in one document. It holds the simulation's secrets."""
        return Answer(200, self._controls.save())

    async def load(self, request: Request) -> Answer:
        """Such a document, in the place of this world. A virtual clock that is behind moves on to its instant."""
        try:
            await self._controls.load(request.body)
        except (SeedError, StateError) as trouble:
            raise guard.bad(str(trouble), "Give a file that keyturn sandbox snapshot save has written.") from None
        return json_answer({"devices": len(self._world.devices), "grants": len(self._world.grants)})

    async def grant(self, request: Request) -> Answer:
        """``{"scope": …, "email": …}``: a token answer as after a consent, without its pages."""
        asked = guard.read(request, _Grant)
        try:
            given = self._controls.grant(asked.scope, email=asked.email, client_id=asked.client_id)
        except ValueError as trouble:
            raise guard.bad(str(trouble), "Choose one of these.") from None
        return json_answer(given, 201)


def routes(controls: Controls) -> tuple[Route, ...]:
    """Their routes."""
    control = WorldControl(controls)
    return (
        guard.guarded("settings", "GET", "/_sandbox/settings", control.settings),
        guard.guarded("set", "PATCH", "/_sandbox/settings", control.set),
        guard.guarded("seed", "GET", "/_sandbox/seed", control.seed),
        guard.guarded("plant", "PUT", "/_sandbox/seed", control.plant),
        guard.guarded("save", "GET", "/_sandbox/snapshot", control.save),
        guard.guarded("load", "PUT", "/_sandbox/snapshot", control.load),
        guard.guarded("grant", "POST", "/_sandbox/grants", control.grant),
    )
