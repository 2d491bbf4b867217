"""Doors and actions as a page shows them: which sentence, which tone, which buttons. Pure.

A tone is never better than what is known: only a confirmed action is shown as done.
Serves: confirmed-actions, guided-errors.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from keyturn.integration.actions.action import WAITING, Action, ActionState, Kind, kinds_for
from keyturn.integration.smartlocks.changes import left_open, weak_accessories
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.texts import Texts
from keyturn.nuki.codes import AdminPinState, DeviceType, DoorState, LockState, OpenerState, ServerState
from keyturn.nuki.errors import DEVICE_ERRORS


class Tone(StrEnum):
    """How a state is drawn."""

    SAFE = "safe"
    OPEN = "open"
    MOVING = "moving"
    TROUBLE = "trouble"
    UNSURE = "unsure"


_LOCK_TONES = {
    LockState.LOCKED: Tone.SAFE,
    LockState.UNLOCKED: Tone.OPEN,
    LockState.UNLATCHED: Tone.OPEN,
    LockState.UNLOCKED_LOCK_N_GO: Tone.OPEN,
    LockState.UNLOCKING: Tone.MOVING,
    LockState.LOCKING: Tone.MOVING,
    LockState.UNLATCHING: Tone.MOVING,
    LockState.MOTOR_BLOCKED: Tone.TROUBLE,
}
_OPENER_TONES = {
    OpenerState.ONLINE: Tone.SAFE,
    OpenerState.RING_TO_OPEN: Tone.OPEN,
    OpenerState.OPEN: Tone.OPEN,
    OpenerState.OPENING: Tone.MOVING,
}
_ACTION_TONES = {
    ActionState.REQUESTED: Tone.MOVING,
    ActionState.ACCEPTED: Tone.MOVING,
    ActionState.CONFIRMED: Tone.SAFE,
    ActionState.FAILED: Tone.TROUBLE,
    ActionState.REFUSED: Tone.TROUBLE,
    ActionState.UNCONFIRMED: Tone.UNSURE,
    ActionState.UNKNOWN: Tone.UNSURE,
}
_USUAL = frozenset({Kind.LOCK, Kind.UNLOCK, Kind.OPEN, Kind.RING_TO_OPEN_ON, Kind.RING_TO_OPEN_OFF})
"""What the page of all doors offers; the rest is on the door's own page."""
_SAID_FOR = 15 * 60
"""Seconds a settled action stays on the page: after that it is history."""


@dataclass(frozen=True, kw_only=True)
class ActionView:
    """What is said of the last action: a sentence, what to do next, and Nuki's code where there is one."""

    state: ActionState
    tone: Tone
    sentence: str
    advice: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """One thing to ask of a door. ``action_id`` makes a form sent twice one action."""

    kind: Kind
    label: str
    hint: str
    action_id: str
    primary: bool
    usual: bool


@dataclass(frozen=True, kw_only=True)
class DoorView:
    """One door on the page."""

    element: str
    path: str
    name: str
    tone: Tone
    state: str
    state_code: int
    device: str
    known: str
    known_at: datetime
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    waiting: bool
    buttons: tuple[Button, ...]
    action: ActionView | None

    def as_seen(self) -> tuple[object, ...]:
        """What a visitor would notice; the ids inside the buttons and passing time do not count."""
        kinds = tuple(button.kind for button in self.buttons)
        return (self.name, self.state, self.facts, self.warnings, self.waiting, kinds, self.action, self.known_at)


class Viewer:
    """Makes views in one language at one instant."""

    def __init__(self, texts: Texts, language: str, now: datetime) -> None:
        self._texts, self._language, self._now = texts, language, now

    def door(self, door: Door, action: Action | None) -> DoorView:
        """A door with the last thing asked of it."""
        waiting = action is not None and action.state in WAITING
        tone, state = self.state(door.device_type, door.state)
        if door.server_state != ServerState.OK:
            tone, state = Tone.UNSURE, self._t("known.last", state=state)
        said = self.action(action, door.device_type) if action and self._still_said(action) else None
        return DoorView(
            element=f"door-{door.grant_id[:6]}-{door.smartlock_id}",
            path=f"/doors/{door.grant_id}/{door.smartlock_id}",
            name=door.name,
            tone=tone,
            state=state,
            state_code=door.state,
            device=self._either(f"device.{door.device_type}", "device.other", number=door.device_type),
            known=self._t("known.told" if door.told else "known.asked", ago=self._ago(door.known_at)),
            known_at=door.known_at,
            facts=self._facts(door),
            warnings=self._warnings(door),
            waiting=waiting,
            buttons=self._buttons(door),
            action=said,
        )

    def state(self, device_type: int, state: int) -> tuple[Tone, str]:
        """A state code in words; an unknown one is shown as its number."""
        if device_type == DeviceType.OPENER:
            tone = {int(code): tone for code, tone in _OPENER_TONES.items()}.get(state, Tone.UNSURE)
            return tone, self._either(f"opener.{state}", "state.other", number=state)
        tone = {int(code): tone for code, tone in _LOCK_TONES.items()}.get(state, Tone.UNSURE)
        return tone, self._either(f"state.{state}", "state.other", number=state)

    def action(self, action: Action, device_type: int) -> ActionView:
        """What is known of an action, and not more."""
        sentence = self._t(f"action.{action.state}.{action.kind}")
        advice, code = "", ""
        if action.state is ActionState.CONFIRMED and action.settled_at:
            advice = self._t(
                "action.took", seconds=max(1, round(_seconds(action.requested_at, action.settled_at)))
            )
        elif action.state is ActionState.FAILED:
            code = action.error_code or ""
            advice = self._either(f"device_error.{code}.next", "device_error.other.next")
            sentence += " " + self._either(f"device_error.{code}.what", "device_error.other.what")
            code = DEVICE_ERRORS.get(code, code)
        elif action.state is ActionState.REFUSED:
            sentence += " " + self._t(f"problem.{action.refusal}.title") + "."
            advice = self._t(f"problem.{action.refusal}.next")
        elif action.state in (ActionState.UNCONFIRMED, ActionState.UNKNOWN):
            if action.observed_state is not None:
                sentence += " " + self._t(
                    "action.observed", state=self.state(device_type, action.observed_state)[1]
                )
            advice = self._t("action.look")
        return ActionView(
            state=action.state, tone=_ACTION_TONES[action.state], sentence=sentence, advice=advice, code=code
        )

    def _buttons(self, door: Door) -> tuple[Button, ...]:
        kinds = _fitting(door)
        first = Kind.UNLOCK if door.state == LockState.LOCKED else Kind.LOCK
        return tuple(
            Button(
                kind=kind,
                label=self._t(f"button.{kind}"),
                hint=self.hint(door, kind),
                action_id=secrets.token_hex(12),
                primary=kind is first or (kind is Kind.OPEN and first not in kinds),
                usual=kind in _USUAL,
            )
            for kind in kinds
        )

    def hint(self, door: Door, kind: Kind) -> str:
        """What will really happen, in a sentence: a knob door does not open by unlocking, and the Box is no door."""
        device = {int(DeviceType.OPENER): "-opener", int(DeviceType.BOX): "-box"}.get(door.device_type, "")
        special = "-knob" if door.opens_on_unlock and not device else device
        return self._either(f"hint.{kind}{special}", f"hint.{kind}")

    def _facts(self, door: Door) -> tuple[str, ...]:
        facts = []
        if door.door_state in (DoorState.CLOSED, DoorState.OPENED):
            facts.append(self._t(f"door_state.{door.door_state}"))
        if door.battery_charge is not None:
            facts.append(self._t("battery", percent=door.battery_charge))
        return tuple(facts)

    def _warnings(self, door: Door) -> tuple[str, ...]:
        warnings = []
        if door.server_state == ServerState.OFFLINE:
            warnings.append(self._t("warning.offline"))
        elif door.server_state != ServerState.OK:
            warnings.append(self._t("warning.unregistered"))
        if door.admin_pin_state == AdminPinState.INVALID:
            warnings.append(self._t("warning.pin"))
        elif door.admin_pin_state == AdminPinState.MISSING:
            warnings.append(self._t("warning.pin_missing"))
        if door.battery_critical:
            warnings.append(self._t("warning.battery"))
        if weak_accessories(door):
            warnings.append(self._t("warning.accessory"))
        if left_open(door, self._now) and door.opened_at is not None:
            minutes = int(_seconds(door.opened_at, self._now) // 60)
            warnings.append(self._t("warning.open_long", minutes=minutes))
        if not kinds_for(door.device_type):
            warnings.append(self._t("warning.unknown_device"))
        elif door.opens_on_unlock:
            warnings.append(self._t("warning.knob"))
        return tuple(warnings)

    def _still_said(self, action: Action) -> bool:
        return action.state in WAITING or _seconds(action.settled_at or action.requested_at, self._now) < _SAID_FOR

    def _ago(self, instant: datetime) -> str:
        seconds = max(0.0, _seconds(instant, self._now))
        for limit, key, unit in ((45, "ago.now", 1), (90, "ago.minute", 1), (3600, "ago.minutes", 60)):
            if seconds < limit:
                return self._t(key, count=round(seconds / unit))
        return self._t("ago.at", instant=f"{instant:%Y-%m-%d %H:%M} UTC")

    def _either(self, key: str, otherwise: str, **values: object) -> str:
        return self._t(key) if self._texts.has(key) else self._t(otherwise, **values)

    def _t(self, key: str, **values: object) -> str:
        return self._texts.say(self._language, key, **values)


def _fitting(door: Door) -> tuple[Kind, ...]:
    """What is offered now: ring to open is switched off only where it is on."""
    kinds = kinds_for(door.device_type)
    if door.device_type != DeviceType.OPENER:
        return kinds
    ringing = door.state == OpenerState.RING_TO_OPEN
    return tuple(
        kind for kind in kinds if kind is not (Kind.RING_TO_OPEN_ON if ringing else Kind.RING_TO_OPEN_OFF)
    )


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()
