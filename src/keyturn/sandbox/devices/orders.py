"""From a call to an order: which action a device type understands, and by which table it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeVar

from msgspec.structs import replace

from keyturn.nuki.codes import (
    DeviceType,
    LockAction,
    LockState,
    LogAction,
    LogTrigger,
    Mode,
    OpenerAction,
    OpenerState,
    ServerState,
    Trigger,
)
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.log import OpenerLog
from keyturn.nuki.models.smartlock import Smartlock, State
from keyturn.sandbox.devices import box, opener, smartlock
from keyturn.sandbox.devices.course import Course, Later, Refused
from keyturn.sandbox.devices.events import Receipt

RULES = (
    Rule(
        'The log names calls of the Web API "Nuki Web", with trigger 4; the state shows trigger 0.',
        Confidence.GUESSED,
        "S-25: trigger 4 is the web",
    ),
)


Code = TypeVar("Code", bound=IntEnum)
Plan = Callable[[State], Course | Refused]

LOCKS = frozenset(
    {DeviceType.SMART_LOCK_2, DeviceType.SMART_DOOR, DeviceType.SMART_LOCK_4, DeviceType.SMART_LOCK_5}
)
DOORBELL = 0
"""``openerLog.source`` (documented: S-25)."""
CONFIGURATIONS = ("config", "advanced_config", "opener_advanced_config", "smartdoor_advanced_config")
NUKI_WEB = "Nuki Web"
"""Whom the activity log names for calls of the Web API (guessed)."""


class NotUnderstood(ValueError):
    """The device type has no such action."""


@dataclass(frozen=True)
class Order:
    """Something to be done by a device.

    ``action`` is the code it is remembered under (None: not at all), ``log_action`` the code it is logged under
    if that is another. ``name`` is whom the activity log names. A ``remote`` order needs time to reach the
    device, and can fail on the way. ``details`` are further fields of the log entry.
    """

    action: int | None
    plan: Plan
    trigger: int = Trigger.SYSTEM
    log_trigger: int = LogTrigger.WEB
    name: str = NUKI_WEB
    remote: bool = True
    receipt: Receipt | None = None
    log_action: int | None = None
    logged: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)


def numbered(shown: Smartlock, action: int, option: int, receipt: Receipt | None = None) -> Order:
    """The order of ``POST …/action``. Raises :class:`NotUnderstood`."""
    if shown.type == DeviceType.OPENER:
        press = _known(OpenerAction, action)
        return Order(
            press, lambda state: opener.course(state, press, shown.opener_advanced_config), receipt=receipt
        )
    if shown.type in LOCKS:
        turn = _known(LockAction, action)
        return Order(turn, lambda state: _turn(shown, state, turn, option), receipt=receipt)
    if shown.type == DeviceType.BOX and action == LockAction.UNLOCK:
        return Order(action, lambda state: box.course(state.state), trigger=Trigger.WEB, receipt=receipt)
    raise NotUnderstood(action)


def simple(shown: Smartlock, action: LockAction, receipt: Receipt | None = None) -> Order:
    """The order of ``POST …/action/lock`` and ``…/unlock``. Raises :class:`NotUnderstood`."""
    if shown.type == DeviceType.OPENER:
        if action is LockAction.UNLOCK:
            return numbered(shown, OpenerAction.OPEN, 0, receipt)
        return Order(OpenerAction.DEACTIVATE_RTO, opener.both_off, receipt=receipt)
    knob = bool(shown.config and shown.config.auto_unlatch)
    return numbered(shown, smartlock.simple(action, auto_unlatch=knob), 0, receipt)


def _turn(shown: Smartlock, state: State, action: LockAction, option: int) -> Course | Refused:
    config = shown.advanced_config or shown.smartdoor_advanced_config
    found = smartlock.course(state.state, action, option, config)
    return found if isinstance(found, Refused) else smartlock.paced(found, replace(shown, state=state))


def by_hand(shown: Smartlock, action: LockAction) -> Order:
    """Somebody turns the key. Raises :class:`NotUnderstood`."""
    if shown.type not in LOCKS:
        raise NotUnderstood(action)
    return Order(
        action,
        lambda state: smartlock.by_hand(state, action),
        trigger=Trigger.MANUAL,
        log_trigger=LogTrigger.MANUAL,
        name="",
        remote=False,
    )


def ring(shown: Smartlock) -> Order:
    """Somebody rings the bell. Raises :class:`NotUnderstood`."""
    if shown.type != DeviceType.OPENER:
        raise NotUnderstood(LogAction.DOORBELL)
    config, state = shown.opener_advanced_config, shown.state
    entry = OpenerLog(
        active_cm=state is not None and state.mode == Mode.CONTINUOUS,
        active_rto=state is not None and state.state == OpenerState.RING_TO_OPEN,
        source=DOORBELL,
        flag_doorbell_suppression=state is not None and opener.suppressed(state, config),
    )
    return Order(
        OpenerAction.OPEN,
        lambda state: opener.rung(state, config),
        trigger=Trigger.SYSTEM,
        log_trigger=LogTrigger.SYSTEM,
        name="",
        remote=False,
        log_action=LogAction.DOORBELL,
        details={"opener_log": entry},
    )


def by_itself(later: Later) -> Order:
    """What the device had planned to do."""
    return Order(
        later.log_action,
        lambda state: Course(later.steps),
        trigger=later.trigger,
        log_trigger=later.trigger,
        name="",
        remote=False,
        logged=later.log_action is not None,
    )


def at_rest(shown: Smartlock, connection: int = ServerState.OK) -> Smartlock:
    """The device after it was left alone: it has come to where it was going, and nothing is on its way to it.

    ``connection`` is its ``serverState`` without faults.
    """
    state = shown.state
    if state is None:
        return shown
    if shown.type == DeviceType.OPENER:
        rest = OpenerState.ONLINE if state.state in opener.MOVING else state.state
    elif shown.type == DeviceType.BOX:
        rest = LockState.LOCKED if state.state in box.MOVING else state.state
    else:
        rest = smartlock.AFTER_A_WHILE.get(state.state, state.state)
    parts = {name: getattr(shown, name) for name in CONFIGURATIONS}
    freed = {name: replace(part, operation_id=None) for name, part in parts.items() if part is not None}
    return replace(shown, state=replace(state, state=rest), server_state=connection, **freed)


def _known(codes: type[Code], action: int) -> Code:
    try:
        return codes(action)
    except ValueError:
        raise NotUnderstood(action) from None
