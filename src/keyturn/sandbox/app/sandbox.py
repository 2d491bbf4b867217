"""The front door: a seed, a clock and a way out for webhooks become one running sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Unpack

import msgspec

from keyturn.clock import Clock, VirtualClock
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.oauth import TokenAnswer
from keyturn.sandbox.app import snapshot
from keyturn.sandbox.app.dispatch import Dispatch
from keyturn.sandbox.app.state import Keeping, read, restore
from keyturn.sandbox.console.console import Console
from keyturn.sandbox.control import clock as clock_control
from keyturn.sandbox.control import devices, faults, links, mail, program, records
from keyturn.sandbox.control import world as world_control
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.faults.inject import HowElse
from keyturn.sandbox.journal.journal import Entry, Kind
from keyturn.sandbox.journal.labels import Labels
from keyturn.sandbox.oauth import given, issue
from keyturn.sandbox.oauth import routes as oauth
from keyturn.sandbox.program.watch import Watch
from keyturn.sandbox.resources import routes as resources
from keyturn.sandbox.seed import Seed
from keyturn.sandbox.webhooks.announce import Delivery, Webhooks
from keyturn.sandbox.world.world import World


class Sandbox:
    """Nuki on one's own machine. ``app`` is the ASGI application.

    On a virtual clock everything random comes from the seed: the same commands give the same journal. With
    ``state``, what the sandbox gave out outlives the process. Raises :class:`StateError`.
    """

    def __init__(self, seed: Seed, *, clock: Clock, deliver: Delivery, state: Path | None = None) -> None:
        self._seed, self._clock = seed, clock
        self.virtual = isinstance(clock, VirtualClock)
        kept = read(state) if state else None
        self._world = world = World(
            clock, seed.name if self.virtual else None, Labels(kept.labels, kept.hints) if kept else None
        )
        seed.furnish(world)
        if kept is not None:
            restore(world, kept)
        self._keeping = Keeping(world, state) if state else None
        self._webhooks = webhooks = Webhooks(world, deliver)
        if self.virtual:
            self._start()  # the machine's clock needs a running loop, so there it waits for the server
        self._watch = Watch(world)
        webhooks.log.on_add = self._watch.notice
        self._console = Console(world, clock, webhooks, self.reset)
        controls = Controls(
            world,
            clock,
            webhooks.log,
            self.facts,
            self.reset,
            seed=lambda: self._seed,
            plant=self.plant,
            save=self.snapshot,
            load=self.load,
            grant=self.grant,
        )
        self.app = Dispatch(
            world,
            (
                *resources.routes(world),
                *oauth.routes(world),
                *records.routes(controls),
                *clock_control.routes(controls),
                *faults.routes(controls),
                *devices.routes(controls),
                *mail.routes(controls),
                *links.routes(controls),
                *world_control.routes(controls),
                *program.routes(controls),
                *self._console.routes(),
            ),
            on_start=self._start,
            on_close=self.close,
        )

    @property
    def journal(self) -> Iterable[Entry]:
        """Everything in and out, newest last, without secrets."""
        return self._world.journal

    def facts(self, base_url: str) -> dict[str, Any]:
        """Addresses, logins and devices, for whoever develops against the sandbox."""
        account, application = self._seed.accounts[0], self._seed.application
        return {
            "base_url": base_url,
            "api_token": self._seed.api_token.reveal(),
            "account": {
                "email": account.email,
                "password": account.password.reveal(),
                "account_id": account.account_id,
            },
            "application": {
                "client_id": application.client_id,
                "client_secret": application.client_secret.reveal(),
                "redirect_uris": list(application.redirect_uris),
                "api_key_id": application.api_key_id,
            },
            "smartlocks": [
                {"smartlock_id": shown.smartlock_id, "type": shown.type, "name": shown.name}
                for shown in account.smartlocks
            ],
            "clock": clock_control.kind_of(self._clock),
        }

    def devices(self) -> list[dict[str, Any]]:
        """Every device as the API shows it, in the order of the seed."""
        return [msgspec.json.decode(device.encoded) for device in self._world.devices.values()]

    def device(self, smartlock_id: SmartlockId) -> dict[str, Any]:
        """One device as the API shows it. Raises ``KeyError``."""
        shown: dict[str, Any] = msgspec.json.decode(self._world.devices[smartlock_id].encoded)
        return shown

    def grant(self, scope: str, *, email: str | None = None, client_id: str | None = None) -> TokenAnswer:
        """Tokens as after a consent, without its pages. Raises :class:`~keyturn.sandbox.oauth.given.CannotGive`."""
        return given.give(self._world, scope, email=email, client_id=client_id)[1]

    def withdraw(self, account_id: AccountId) -> None:
        """Take back all an account has granted, as its owner can at Nuki: its tokens are dead from now on."""
        for grant in tuple(self._world.grants_of.get(account_id, ())):
            issue.revoke(self._world, grant, "withdrawn by the owner")

    def arm(
        self, name: str, smartlock_id: SmartlockId | None = None, times: int | None = 1, **how: Unpack[HowElse]
    ) -> None:
        """Let a fault lie in wait; ``times`` None until it is disarmed. Raises :class:`UnknownFault`."""
        self._world.arm(name, smartlock_id=smartlock_id, times=times, **how)

    def disarm(self, name: str | None = None) -> None:
        """Take back faults of a name, or all. Raises :class:`UnknownFault`."""
        self._world.disarm(name)

    def set(self, **settings: object) -> None:
        """Change settings of the world, by name. Raises ``ValueError`` naming what is wrong."""
        self._world.settings = self._world.settings.changed(settings)
        self._world.journal.record(Kind.SETTINGS, "settings", **settings)
        self._world.changed()

    def reset(self) -> None:
        """Back to the seed; clock and journal go on."""
        self._world.clear()
        self._seed.furnish(self._world)
        self._start()
        self._webhooks.log.clear()
        self._watch.forget()
        self._world.journal.record(Kind.RESET, self._seed.name)
        self._world.changed()

    def plant(self, seed: Seed) -> None:
        """Another home in the place of this world; clock and journal go on."""
        self._seed = seed
        self.reset()

    def snapshot(self) -> bytes:
        """The whole world in one document, for :meth:`load`. It holds the simulation's secrets."""
        return snapshot.taken(self._world, self._seed)

    async def load(self, document: bytes) -> None:
        """A snapshot in the place of this world; a virtual clock that is behind moves on to its instant.

        Raises :class:`StateError` or :class:`SeedError`, and then nothing has changed.
        """
        found = snapshot.read(document)
        self._seed = Seed.from_text(found.seed)
        self._world.clear()
        self._webhooks.log.clear()
        behind = (found.state.at - self._clock.now()).total_seconds()
        if isinstance(self._clock, VirtualClock) and behind > 0:
            await self._clock.advance(behind)
        self._seed.furnish(self._world)
        labels = self._world.journal.labels
        labels.known.update(found.state.labels)
        labels.hints.update(found.state.hints)
        restore(self._world, found.state)
        self._start()
        self._world.journal.record(Kind.RESET, f"{self._seed.name}, from a snapshot")
        self._world.changed()

    def let_go(self) -> None:
        """End the open event streams: a server that ends waits for every answer to be finished."""
        self._console.closed = True

    def _start(self) -> None:
        for device in self._world.devices.values():
            if device.later is None:
                self._world.motions.resume(device)
            self._world.upkeep.every_day(device)

    async def close(self) -> None:
        """Forget what was scheduled and write the state a last time. Harmless to repeat."""
        self._world.clock.clear()
        if self._keeping is not None:
            self._keeping.close()
