"""Authorizations against a model: creation, conflicts, limits, deletion, loss, sync."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from itertools import count
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from keyturn.clock import VirtualClock
from keyturn.nuki.codes import AuthType, DeviceType, ServerState
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Change, Kind
from keyturn.sandbox.devices.access.registrar import Registrar
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import AuthChanged, Event
from keyturn.sandbox.faults.inject import Faults
from keyturn.sandbox.journal.journal import Journal
from keyturn.sandbox.seed import hardware

Result = TypeVar("Result")
CODES = st.sampled_from([111111, 222222, 333333])


def run(work: Awaitable[Result]) -> Result:
    async def story() -> Result:
        return await work

    return asyncio.run(story())


class Auths(RuleBasedStateMachine):
    """The model: what the lock must know, what Nuki Web must list, and what listeners were told."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualClock()
        self.waits = False
        self.told: dict[str, SmartlockAuth] = {}
        journal = Journal(self.clock)
        self.registrar = Registrar(self.clock, journal, self.emit, lambda: self.waits, Faults(journal))
        shown = hardware.lock(AccountId(1), "1A2B3C4D", "Door", auth_id=1, kind=DeviceType.SMART_LOCK_4)
        self.device = Device(shown)
        self.ring = self.device.inside.keyring
        self.numbers = count(1)
        self.lock: dict[str, int] = {}
        """Id to code, as the lock must have it."""
        self.late: list[tuple[Kind, str, int]] = []

    async def emit(self, event: Event, *, at_once: bool) -> None:
        assert isinstance(event, AuthChanged)
        if event.deleted:
            self.told.pop(event.auth.id, None)
        else:
            self.told[event.auth.id] = event.auth

    @property
    def online(self) -> bool:
        return self.device.shown.server_state == ServerState.OK

    def auth(self, auth_id: str, code: int) -> SmartlockAuth:
        return SmartlockAuth(
            id=auth_id,
            smartlock_id=self.device.smartlock_id,
            type=AuthType.KEYPAD_CODE,
            name=f"code {code}",
            enabled=True,
            remote_allowed=False,
            lock_count=0,
            code=code,
        )

    def heard(self, kind: Kind, auth_id: str, code: int) -> None:
        free = code not in {other for one, other in self.lock.items() if one != auth_id}
        if kind is Kind.DELETE:
            self.lock.pop(auth_id, None)
        elif free and (kind is Kind.CREATE or auth_id in self.lock):
            self.lock[auth_id] = code

    def ask(self, kind: Kind, auth_id: str, code: int) -> None:
        self.registrar.ask(self.device, Change(kind, self.auth(auth_id, code)))
        assert self.ring.listed[auth_id].operation_id is not None
        run(self.clock.advance(6))
        if self.online:
            self.heard(kind, auth_id, code)
        elif self.waits:
            self.late.append((kind, auth_id, code))

    @rule(code=CODES)
    def create(self, code: int) -> None:
        self.ask(Kind.CREATE, f"auth-{next(self.numbers)}", code)

    @precondition(lambda self: self.free())
    @rule(data=st.data(), code=CODES, kind=st.sampled_from([Kind.UPDATE, Kind.DELETE]))
    def change(self, data: st.DataObject, code: int, kind: Kind) -> None:
        self.ask(kind, data.draw(st.sampled_from(self.free())), code)

    @rule(code=CODES)
    def add_in_the_app(self, code: int) -> None:
        auth = self.auth(f"auth-{next(self.numbers)}", code)
        refused = self.ring.hear(Change(Kind.CREATE, auth), DeviceType.SMART_LOCK_4)
        assert refused == ("2a" if code in self.lock.values() else None)
        self.heard(Kind.CREATE, auth.id, code)

    @rule(waits=st.booleans())
    def go_offline(self, waits: bool) -> None:
        self.waits = waits
        self.device.change(self.clock.now(), server_state=ServerState.OFFLINE)

    @rule()
    def come_online(self) -> None:
        self.device.change(self.clock.now(), server_state=ServerState.OK)
        self.registrar.refresh_reach(self.device)
        run(self.clock.advance(6))
        for one in self.late:
            self.heard(*one)
        self.late = []

    @precondition(lambda self: self.online)
    @rule()
    def sync(self) -> None:
        run(self.registrar.bring(self.device))
        assert {one.id: one.code for one in self.ring.listed.values()} == self.lock
        assert self.ring.listed == self.ring.known
        assert self.told == self.ring.listed

    def free(self) -> list[str]:
        return sorted(one.id for one in self.ring.listed.values() if one.operation_id is None)

    @invariant()
    def the_lock_has_what_it_was_told(self) -> None:
        assert {one.id: one.code for one in self.ring.known.values()} == self.lock
        assert len(set(self.lock.values())) == len(self.lock)

    @invariant()
    def pending_is_what_waits(self) -> None:
        pending = {one.id for one in self.ring.listed.values() if one.operation_id is not None}
        assert pending == {auth_id for _, auth_id, _ in self.late}


TestAuths = Auths.TestCase
TestAuths.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
