"""The world: one object that holds everything the sandbox simulates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from keyturn.clock import Clock
from keyturn.nuki.ids import AccountId, SmartlockId, WebhookId
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import Event
from keyturn.sandbox.devices.motion import Motions
from keyturn.sandbox.faults.fault import CONFIRMATIONS, Armed
from keyturn.sandbox.faults.inject import Faults
from keyturn.sandbox.journal.journal import Journal
from keyturn.sandbox.journal.labels import Labels
from keyturn.sandbox.world.agenda import Agenda
from keyturn.sandbox.world.entropy import Entropy
from keyturn.sandbox.world.people import Account, Application, Registration
from keyturn.sandbox.world.permits import Code, Grant, Pending, Token

Listener = Callable[[Event, bool], Awaitable[None]]


class World:
    """State and its indices.

    ``chance`` is the seed of everything random, None for real randomness; ``labels`` are those an earlier process
    gave to secrets.
    """

    def __init__(self, clock: Clock, chance: str | None, labels: dict[str, str] | None = None) -> None:
        self.clock = Agenda(clock)
        self.entropy = Entropy(chance)
        self.journal = Journal(clock, Labels(labels))
        self.faults = Faults(self.journal)
        self.motions = Motions(self.clock, self.faults, self.journal, self.entropy.object_id, self._emit)
        self.listeners: list[Listener] = []
        self.on_change: Callable[[], None] = lambda: None
        self._empty()

    def clear(self) -> None:
        """Forget all state but the journal, whose numbers go on, and the source of chance."""
        self.clock.clear()
        self.faults.disarm()
        self._empty()

    def arm(
        self,
        name: str,
        *,
        smartlock_id: SmartlockId | None = None,
        times: int | None = 1,
        seconds: float | None = None,
        operation: str | None = None,
        webhook: str = CONFIRMATIONS,
    ) -> Armed:
        """Let a fault lie in wait. Raises :class:`UnknownFault`."""
        armed = self.faults.arm(
            name, smartlock_id=smartlock_id, times=times, seconds=seconds, operation=operation, webhook=webhook
        )
        self._refresh_reach()
        return armed

    def disarm(self, name: str | None = None) -> int:
        """Take back faults of a name, or all; says how many. Raises :class:`UnknownFault`."""
        gone = self.faults.disarm(name)
        self._refresh_reach()
        return gone

    def _refresh_reach(self) -> None:
        for device in self.devices.values():
            self.motions.refresh_reach(device)

    def add_device(self, device: Device) -> None:
        """Put a device into its account."""
        self.devices[device.smartlock_id] = device
        self.devices_of.setdefault(device.account_id, []).append(device)

    def replace_device(self, device: Device) -> None:
        """Put a device in the place of the one with its id; what it meant to do later, it still will."""
        others = self.devices_of[device.account_id]
        others[others.index(self.devices[device.smartlock_id])] = device
        self.devices[device.smartlock_id] = device

    def registrations_of(self, account_id: AccountId) -> Iterable[Registration]:
        """The decentral webhooks of an account, oldest first."""
        return [one for one in self.registrations.values() if one.account_id == account_id]

    def permits(self, account_id: AccountId, client_id: str, scope: str) -> bool:
        """Whether a live grant of the account to the application holds the scope."""
        now = self.clock.now()
        return any(
            grant.client_id == client_id and scope in grant.scopes and grant.live(now)
            for grant in self.grants_of.get(account_id, ())
        )

    def add_grant(self, grant: Grant) -> None:
        """Keep a new grant."""
        self.grants[grant.grant_id] = grant
        self.grants_of.setdefault(grant.account_id, []).append(grant)

    def changed(self) -> None:
        """Something that outlives the process was changed."""
        self.on_change()

    def _empty(self) -> None:
        self.accounts: dict[AccountId, Account] = {}
        self.applications: dict[str, Application] = {}
        self.devices: dict[SmartlockId, Device] = {}
        self.devices_of: dict[AccountId, list[Device]] = {}
        self.grants: dict[int, Grant] = {}
        self.grants_of: dict[AccountId, list[Grant]] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, Code] = {}
        self.pending: dict[str, Pending] = {}
        self.registrations: dict[WebhookId, Registration] = {}

    async def _emit(self, event: Event, *, at_once: bool) -> None:
        if self.devices.get(event.device.smartlock_id) is not event.device:
            return  # a device of the world before a reset
        self.changed()
        for listener in self.listeners:
            await listener(event, at_once)
