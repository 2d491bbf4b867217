"""The world: one object that holds everything the sandbox simulates."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Unpack

from keyturn.clock import Clock
from keyturn.nuki.ids import AccountId, SmartlockId, WebhookId
from keyturn.nuki.models.api_key import WebhookLog
from keyturn.sandbox.devices.access.creation import Creation
from keyturn.sandbox.devices.access.registrar import Registrar
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import Event, Receipt, UserChanged
from keyturn.sandbox.devices.motion import Motions
from keyturn.sandbox.devices.person.hands import Hands
from keyturn.sandbox.devices.showing import Showing
from keyturn.sandbox.devices.upkeep import Upkeep
from keyturn.sandbox.faults.fault import Armed
from keyturn.sandbox.faults.inject import Faults, How
from keyturn.sandbox.journal.journal import Journal
from keyturn.sandbox.journal.labels import Labels, fingerprint
from keyturn.sandbox.world.agenda import Agenda
from keyturn.sandbox.world.entropy import Entropy
from keyturn.sandbox.world.office import Office
from keyturn.sandbox.world.outbox import Letter
from keyturn.sandbox.world.people import Account, Application, Registration
from keyturn.sandbox.world.permits import Code, Grant, Pending, Token
from keyturn.sandbox.world.settings import Settings

FIRST_WEBHOOK_ID = 1001
KEPT_LETTERS = 300
Listener = Callable[[Event, bool], Awaitable[None]]


class World:
    """State and its indices.

    ``chance`` is the seed of everything random, None for real randomness; ``labels`` are those an earlier process
    gave to secrets.
    """

    def __init__(self, clock: Clock, chance: str | None, labels: Labels | None = None) -> None:
        self.clock = Agenda(clock)
        self.entropy = Entropy(chance)
        self.journal = Journal(clock, labels)
        self.faults = Faults(self.journal)
        self.motions = Motions(self.clock, self.faults, self.journal, self.entropy.object_id, self._emit)
        self.showing = Showing(self.clock, self.faults, self.journal, self._emit)
        self.upkeep = Upkeep(self.clock, self.journal, self.entropy.object_id, self._emit, self.motions.drain)
        self.registrar = Registrar(
            self.clock,
            self.journal,
            self._emit,
            late=lambda: self.settings.changes_while_offline == "late",
            faults=self.faults,
        )
        self.hands = Hands(self.clock, self.motions, self.upkeep, self.registrar, self.entropy.object_id)
        self.upkeep.more.append(self.registrar.bring)
        self.listeners: list[Listener] = []
        self.on_change: Callable[[], None] = lambda: None
        self.webhook_logs: Callable[[Application], list[WebhookLog]] = lambda application: []
        self._empty()

    def clear(self) -> None:
        """Forget all state but the journal, whose numbers go on, and the source of chance."""
        self.clock.clear()
        self.faults.disarm()
        self.showing.forget()
        self._empty()

    def arm(self, name: str, **how: Unpack[How]) -> Armed:
        """Let a fault lie in wait, as :meth:`Faults.arm`. Raises :class:`UnknownFault`."""
        armed = self.faults.arm(name, **how)
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
            self.showing.refresh(device)
            self.registrar.refresh_reach(device)

    def add_device(self, device: Device) -> None:
        """Put a device into its account."""
        self.devices[device.smartlock_id] = device
        self.devices_of.setdefault(device.account_id, []).append(device)

    def replace_device(self, device: Device) -> None:
        """Put a device in the place of the one with its id; what it meant to do later, it still will."""
        others = self.devices_of[device.account_id]
        others[others.index(self.devices[device.smartlock_id])] = device
        self.devices[device.smartlock_id] = device

    def remove_device(self, device: Device) -> None:
        """The account gives the device up; nothing of it is told any more."""
        del self.devices[device.smartlock_id]
        self.devices_of[device.account_id].remove(device)
        self.removed.add(device.smartlock_id)
        device.gone = True
        for scheduled in (device.later, device.daily):
            if scheduled is not None:
                scheduled.cancel()
        self.changed()

    def creation(self, receipt: Receipt, invite_code: str) -> Creation:
        """An advanced creation of authorizations that is about to begin."""
        return Creation(self.registrar, self._emit, receipt, invite_code)

    def add_registration(self, registration: Registration) -> None:
        """Keep a decentral webhook."""
        self.registrations[registration.webhook_id] = registration

    def new_webhook_id(self) -> WebhookId:
        """One that no present registration has, nor any this process removed."""
        return WebhookId(next(each for each in self._webhook_ids if each not in self.registrations))

    def registrations_of(self, account_id: AccountId) -> Iterable[Registration]:
        """The decentral webhooks of an account, oldest first."""
        return [one for one in self.registrations.values() if one.account_id == account_id]

    def permits(
        self, account_id: AccountId, client_id: str, scope: str, smartlock_id: SmartlockId | None = None
    ) -> bool:
        """Whether a live grant of the account to the application holds the scope."""
        now = self.clock.now()
        return any(
            grant.client_id == client_id
            and scope in grant.scopes
            and grant.covers(smartlock_id)
            and grant.live(now)
            for grant in self.grants_of.get(account_id, ())
        )

    def restore_tokens(self, tokens: dict[str, Token]) -> None:
        """Take in the tokens an earlier process gave out."""
        self.tokens.update(tokens)
        self._expiring[:] = [(one.expires, mark) for mark, one in self.tokens.items() if one.expires is not None]
        heapify(self._expiring)

    def add_grant(self, grant: Grant) -> None:
        """Keep a new grant."""
        self.grants[grant.grant_id] = grant
        if not grant.revoked:
            self.grants_of.setdefault(grant.account_id, []).append(grant)

    def end_grant(self, grant: Grant) -> None:
        """Revoke a grant: none of its tokens is worth anything any more."""
        grant.revoked = True
        self.grants_of[grant.account_id].remove(grant)

    def add_token(self, secret: str, token: Token) -> None:
        """Keep a token by the fingerprint of its secret, and forget those that have expired."""
        now, mark = self.clock.now(), fingerprint(secret)
        self.tokens[mark] = token
        if token.expires is not None:
            heappush(self._expiring, (token.expires, mark))
        while self._expiring and self._expiring[0][0] <= now:
            self.tokens.pop(heappop(self._expiring)[1], None)

    def token(self, secret: str) -> Token | None:
        """The token of a secret, dead ones included as long as they are remembered."""
        return self.tokens.get(fingerprint(secret))

    async def tell(self, event: Event, *, at_once: bool = False) -> None:
        """Let whoever listens know that something happened."""
        self.changed()
        for listener in self.listeners:
            await listener(event, at_once)

    def changed(self) -> None:
        """Something that outlives the process was changed."""
        self.on_change()

    def _empty(self) -> None:
        self.settings = Settings()
        self.accounts: dict[AccountId, Account] = {}
        self.applications: dict[str, Application] = {}
        self.devices: dict[SmartlockId, Device] = {}
        self.devices_of: dict[AccountId, list[Device]] = {}
        self.removed: set[SmartlockId] = set()
        self.calls_in_testing: dict[str, deque[datetime]] = {}
        self.outbox: deque[Letter] = deque(maxlen=KEPT_LETTERS)
        self.grants: dict[int, Grant] = {}
        self.grants_of: dict[AccountId, list[Grant]] = {}
        self.tokens: dict[str, Token] = {}
        self._expiring: list[tuple[datetime, str]] = []
        self.codes: dict[str, Code] = {}
        self.pending: dict[str, Pending] = {}
        self.registrations: dict[WebhookId, Registration] = {}
        self._webhook_ids = count(FIRST_WEBHOOK_ID)
        self.office = Office()

    async def _emit(self, event: Event, *, at_once: bool) -> None:
        if isinstance(event, UserChanged) or self.devices.get(event.device.smartlock_id) is event.device:
            await self.tell(event, at_once=at_once)  # otherwise a device of the world before a reset
