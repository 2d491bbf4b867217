"""The world as the console shows it: plain values, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from keyturn.nuki.codes import DeviceType, DoorState, LockState, OpenerState, ServerState
from keyturn.nuki.ids import printed_id
from keyturn.sandbox.console.permissions import PermissionView, permissions
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.orders import LOCKS
from keyturn.sandbox.devices.person import deeds
from keyturn.sandbox.journal.journal import Entry
from keyturn.sandbox.webhooks.log import Delivered
from keyturn.sandbox.world.permits import Grant, Token, Use
from keyturn.sandbox.world.world import World

PRODUCTS = {
    DeviceType.SMART_LOCK_2: "Smart Lock",
    DeviceType.BOX: "Box",
    DeviceType.OPENER: "Opener",
    DeviceType.SMART_DOOR: "Smart Door",
    DeviceType.SMART_LOCK_4: "Smart Lock",
    DeviceType.SMART_LOCK_5: "Smart Lock Ultra, Go or Pro",
}
_DRAWINGS: dict[int, str] = {DeviceType.OPENER: "opener", DeviceType.BOX: "box"}
_IN_MOTION = {LockState.UNLOCKING, LockState.LOCKING, LockState.UNLATCHING}
_BOLT_IN = {LockState.UNLOCKED, LockState.UNLATCHED, LockState.UNLOCKED_LOCK_N_GO, LockState.UNLOCKING}


@dataclass(frozen=True)
class Button:
    """Something a person can do at a door: the deed as the controls take it, and its label."""

    deed: str
    label: str


@dataclass(frozen=True, kw_only=True)
class DeviceView:
    """One device, drawn: ``pose`` are the classes the drawing obeys."""

    smartlock_id: int
    name: str
    product: str
    nuki_id: str
    drawing: str
    pose: str
    state: str
    state_code: int
    notes: tuple[str, ...]
    deeds: tuple[Button, ...]
    more: tuple[Button, ...]
    keypad: bool
    permissions: tuple[PermissionView, ...]
    last: str


@dataclass(frozen=True, kw_only=True)
class TokenView:
    """A token by its label: never the token."""

    label: str
    use: str
    life: str


@dataclass(frozen=True, kw_only=True)
class GrantView:
    """An account's permission to an application, with what is left of its tokens."""

    account: str
    application: str
    scopes: tuple[str, ...]
    life: str
    tokens: tuple[TokenView, ...]


def device(one: Device) -> DeviceView:
    """A device."""
    shown, state = one.shown, one.state
    opener = shown.type == DeviceType.OPENER
    word = _word(OpenerState if opener else LockState, state.state)
    notes = [f"battery {state.battery_charge} %"] if state.battery_charge is not None else []
    if state.battery_critical:
        notes.append("battery critical")
    if state.door_state:
        notes.append(f"door {_word(DoorState, state.door_state)}")
    if shown.server_state != ServerState.OK:
        notes.append(f"server: {_word(ServerState, shown.server_state)}")
    return DeviceView(
        smartlock_id=one.smartlock_id,
        name=shown.name,
        product=PRODUCTS.get(DeviceType(shown.type), "Device"),
        nuki_id=printed_id(one.smartlock_id),
        drawing=_DRAWINGS.get(shown.type, "lock"),
        pose=" ".join(_pose(one, opener)),
        state=word,
        state_code=state.state,
        notes=tuple(notes),
        deeds=_first(one),
        more=_more(one),
        keypad=bool(shown.config and (shown.config.keypad_paired or shown.config.keypad2_paired)),
        permissions=permissions(one.inside.keyring),
        last=_last(one),
    )


def grant(world: World, one: Grant, now: datetime) -> GrantView:
    """A grant and its living tokens."""
    tokens = [token for token in world.tokens.values() if token.grant_id == one.grant_id and token.live(now)]
    account, application = world.accounts.get(one.account_id), world.applications.get(one.client_id)
    return GrantView(
        account=account.email if account else "a removed account",
        application=application.name if application else "a removed application",
        scopes=one.scopes,
        life="revoked" if one.revoked else f"until {one.ends:%Y-%m-%d}",
        tokens=tuple(_token(token, now) for token in tokens) if one.live(now) else (),
    )


def entries(found: Iterable[Entry], kind: str) -> list[tuple[Entry, str, str]]:
    """Journal entries of a kind, newest first: entry, one line, and all of it as JSON."""
    wanted = [entry for entry in found if not kind or entry.kind == kind]
    return [(entry, _line(entry), _pretty(entry.json())) for entry in reversed(wanted)]


def deliveries(found: Iterable[Delivered]) -> list[tuple[Delivered, str]]:
    """Webhook deliveries, newest first, with their bodies laid out."""
    return [(one, _pretty(bytes(one.body))) for one in reversed(list(found))]


def _pose(one: Device, opener: bool) -> list[str]:
    state = one.state
    pose = ["offline"] if one.shown.server_state != ServerState.OK else []
    if opener:
        if state.state in (OpenerState.OPENING, OpenerState.OPEN):
            pose.append("opening")
        if state.state == OpenerState.RING_TO_OPEN:
            pose.append("ready")
        return pose
    if state.state in _IN_MOTION:
        pose.append("moving")
    if state.state in _BOLT_IN:
        pose.append("bolt-in")
    if state.state in (LockState.UNLATCHED, LockState.UNLATCHING):
        pose.append("latch-in")
    if state.state == LockState.MOTOR_BLOCKED:
        pose.append("blocked")
    if state.door_state == DoorState.OPENED:
        pose.append("ajar")
    return pose


def _first(one: Device) -> tuple[Button, ...]:
    """What a person does every day."""
    found: list[Button] = []
    if one.shown.type == DeviceType.OPENER:
        found.append(_button(deeds.RingBell(), "Ring the bell"))
    if one.shown.type in LOCKS:
        found += [_button(deeds.TurnKeyLock(), "Lock by hand"), _button(deeds.TurnKeyUnlock(), "Unlock by hand")]
    if one.state.door_state == DoorState.OPENED:
        found.append(_button(deeds.CloseDoor(), "Close the door"))
    elif one.state.door_state == DoorState.CLOSED:
        found.append(_button(deeds.OpenDoor(), "Open the door"))
    return tuple(found)


def _more(one: Device) -> tuple[Button, ...]:
    """What a person does now and then, or what happens to a device."""
    config, found = one.shown.config, list[Button]()
    if one.shown.type in LOCKS or one.shown.type == DeviceType.OPENER:
        found += [_button(deeds.PressButton(times=1), "Press its button")]
    if config and config.fob_paired:
        times: tuple[tuple[Literal[1, 2, 3], str], ...] = ((1, "once"), (2, "twice"), (3, "three times"))
        found += [_button(deeds.PressFob(times=count), f"Press the fob {words}") for count, words in times]
    if one.state.door_state == DoorState.REMOVED:
        found.append(_button(deeds.MendSensor(), "Put the door sensor back"))
    elif one.state.door_state:
        found += [
            _button(deeds.LeaveAjar(), "Leave it ajar"),
            _button(deeds.TamperSensor(), "Take the sensor off"),
        ]
    found += [
        _button(deeds.SetBattery(percent=15), "Let the battery run low"),
        _button(deeds.ChangeBattery(), "Change the battery"),
    ]
    offline = one.shown.server_state == ServerState.OFFLINE
    found.append(
        _button(deeds.ComeOnline(), "Come online") if offline else _button(deeds.GoOffline(), "Go offline")
    )
    return tuple(found)


def _button(deed: deeds.Deed, label: str) -> Button:
    return Button(msgspec.json.encode(deed).decode(), label)


def _last(one: Device) -> str:
    if not one.log:
        return ""
    entry = max(one.log, key=lambda each: each.date)
    return f"{entry.date[11:19]} {entry.name or 'by hand'}: action {entry.action}, ended {entry.state}"


def _token(token: Token, now: datetime) -> TokenView:
    if token.expires is None:
        life = "does not expire"
    else:
        minutes = int((token.expires - now).total_seconds() // 60)
        life = f"{minutes} min left" if minutes < 48 * 60 else f"{minutes // 1440} days left"
    return TokenView(
        label=token.label, use={Use.ACCESS: "access", Use.REFRESH: "refresh"}.get(token.use, "API"), life=life
    )


def _line(entry: Entry) -> str:
    told = entry.details
    parts = [
        str(told[name]) for name in ("status", "operation", "event", "smartlock_id", "trouble") if told.get(name)
    ]
    return " · ".join(parts)


def _pretty(body: bytes) -> str:
    try:
        return msgspec.json.format(body, indent=2).decode()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return body.decode("utf-8", "replace")


def _word(kind: type[LockState | OpenerState | DoorState | ServerState], code: int) -> str:
    try:
        return kind(code).name.lower().replace("_", " ")
    except ValueError:
        return f"code {code}"
