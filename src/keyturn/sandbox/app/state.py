"""What outlives the process, in one file: tokens, registrations, devices.

Tokens, codes and passwords are in it as fingerprints. In clear are what signs or makes codes (the secrets of
registrations, of API keys made here, of one-time codes) and what stands in mails. The file is for its owner's eyes
only.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import msgspec

from keyturn.nuki.codes import DeviceType
from keyturn.nuki.dates import Instant
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.app import people
from keyturn.sandbox.devices.device import Device, PlannedLater
from keyturn.sandbox.devices.inside import Inside
from keyturn.sandbox.devices.orders import at_rest
from keyturn.sandbox.errors import StateError
from keyturn.sandbox.world.office import Office
from keyturn.sandbox.world.outbox import Letter
from keyturn.sandbox.world.people import Registration
from keyturn.sandbox.world.permits import Code, Grant, Token
from keyturn.sandbox.world.settings import Settings
from keyturn.sandbox.world.world import World

VERSION = 1
WRITE_AFTER_SECONDS = 0.2
LATEST_YEAR = 2999
"""After it the calendar is too short for what is planned ahead."""


class _Device(msgspec.Struct, kw_only=True):
    shown: Smartlock
    log: list[SmartlockLog]
    planned: PlannedLater | None = None
    inside: Inside = msgspec.field(default_factory=Inside)


class State(msgspec.Struct, kw_only=True):
    version: int
    at: Instant
    labels: dict[str, str]
    hints: list[int] = msgspec.field(default_factory=list)
    grants: list[Grant]
    tokens: dict[str, Token]
    codes: dict[str, Code]
    registrations: list[Registration]
    devices: list[_Device]
    people: people.People | None = None
    office: Office = msgspec.field(default_factory=Office)
    settings: Settings | None = None
    letters: list[Letter] = msgspec.field(default_factory=list)
    removed: list[SmartlockId] = msgspec.field(default_factory=list)


class Keeping:
    """Writes the file shortly after each change."""

    def __init__(self, world: World, path: Path) -> None:
        self._world, self._path = world, path
        self._timer: asyncio.TimerHandle | None = None
        world.on_change = self._soon

    def close(self) -> None:
        """Write what is not written yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._write()

    def _soon(self) -> None:
        if self._timer is not None:
            return
        try:
            # The file follows the machine's time, whatever clock the simulation has.
            self._timer = asyncio.get_running_loop().call_later(WRITE_AFTER_SECONDS, self._write)
        except RuntimeError:  # nothing runs yet, or any more
            self._write()

    def _write(self) -> None:
        self._timer = None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_name(self._path.name + ".new")
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(snapshot(self._world)))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self._path)


def snapshot(world: World) -> State:
    """The world's lasting part."""
    return State(
        version=VERSION,
        at=world.clock.now(),
        labels=world.journal.labels.known,
        hints=sorted(world.journal.labels.hints),
        grants=list(world.grants.values()),
        tokens=world.tokens,
        people=people.kept(world),
        office=world.office,
        codes=world.codes,
        registrations=list(world.registrations.values()),
        devices=[
            _Device(shown=one.shown, log=list(one.log), planned=one.planned, inside=one.inside)
            for one in world.devices.values()
        ],
        settings=world.settings,
        letters=list(world.outbox),
        removed=sorted(world.removed),
    )


def restore(world: World, state: State) -> None:
    """Lay a lasting part over a freshly furnished world; what the seed no longer has is left out."""
    if state.settings is not None:
        world.settings = state.settings
    if state.people is not None:
        people.lay_over(world, state.people, state.office.gone_accounts, state.office.gone_applications)
    world.office = state.office
    world.outbox.extend(state.letters)
    world.office.come_to_rest()
    for grant in state.grants:
        if grant.account_id in world.accounts and grant.client_id in world.applications:
            world.add_grant(grant)
    world.restore_tokens({mark: one for mark, one in state.tokens.items() if _usable(world, mark, one)})
    world.codes.update(state.codes)
    for registration in state.registrations:
        if registration.account_id in world.accounts:
            world.add_registration(registration)
    for smartlock_id in state.removed:
        if (device := world.devices.get(smartlock_id)) is not None:
            world.remove_device(device)
    for kept in state.devices:
        present = world.devices.get(SmartlockId(kept.shown.smartlock_id))
        if present is not None and present.account_id == kept.shown.account_id:
            kept.inside.keyring.come_to_rest()
            world.replace_device(
                Device(at_rest(kept.shown, kept.inside.connection), kept.log, kept.planned, kept.inside)
            )


def _usable(world: World, mark: str, token: Token) -> bool:
    if token.grant_id is not None:
        return token.grant_id in world.grants
    # Of the tokens made by hand the seed's own is known already: what is kept may say that it was revoked.
    return token.account_id in world.accounts and (
        mark in world.tokens or any(one.mark == mark for one in world.office.hand_made.values())
    )


def check(state: State) -> None:
    """Refuse what has the right form and could not live. Raises :class:`StateError`."""
    if state.version != VERSION:
        raise StateError(f"it has version {state.version}, this sandbox reads {VERSION}")
    if state.at.year > LATEST_YEAR:
        raise StateError(f"its time is {state.at:%Y-%m-%d}, and the last year is {LATEST_YEAR}")
    for one in state.devices:
        shown, ring = one.shown, one.inside.keyring
        if shown.state is None or shown.type not in set(DeviceType):
            raise StateError(f"device {shown.smartlock_id} of type {shown.type} has no state, or no known type")
        for auths in (ring.listed, ring.known):
            if strange := [key for key, auth in auths.items() if auth.id != key]:
                raise StateError(f"authorization {strange[0]!r} of device {shown.smartlock_id} has another id")


def read(path: Path) -> State | None:
    """What an earlier process kept; None when there is no file. Raises :class:`StateError`."""
    remedy = "Move it away to start anew from the seed."
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except FileNotFoundError:
        return None
    except OSError as trouble:
        raise StateError(f"The state file {path} cannot be read: {trouble.strerror}. {remedy}") from trouble
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise StateError(f"The state file {path} is not the sandbox's: {trouble}. {remedy}") from trouble
    try:
        check(state)
    except StateError as trouble:
        raise StateError(f"The state file {path} cannot be used: {trouble}. {remedy}") from None
    return state
