"""Buttons and fobs: what a press asks of the device. Pure."""

from __future__ import annotations

from dataclasses import replace

from keyturn.nuki.codes import (
    DeviceType,
    LockAction,
    LockState,
    LogTrigger,
    Mode,
    OpenerAction,
    OpenerState,
    Trigger,
)
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.orders import NotUnderstood, Order

RULES = (
    Rule("What a press of the button or the fob does is in the configuration.", Confidence.DOCUMENTED, "S-25"),
    Rule("Intelligent: a lock that is locked unlocks, any other locks.", Confidence.DOCUMENTED, "S-25"),
    Rule("The button shows trigger 2 in state and log; a fob trigger 2 in the state, 7 in the log.",
         Confidence.GUESSED, "S-25: 7 is an accessory"),
)  # fmt: skip

Wanted = LockAction | OpenerAction | None
RING = 8
"""Of a fob: ring, so to speak."""


def button(shown: Smartlock, times: int) -> Order | None:
    """The order of one or two presses; None when nothing is configured. Raises :class:`NotUnderstood`."""
    advanced = shown.advanced_config or shown.smartdoor_advanced_config or shown.opener_advanced_config
    if advanced is None or times not in (1, 2) or not (shown.config and shown.config.button_enabled):
        raise NotUnderstood(times)
    number = advanced.single_button_press_action if times == 1 else advanced.double_button_press_action
    found = _opener_button(shown, number) if shown.type == DeviceType.OPENER else _lock_button(shown, number)
    return _order(shown, found, log_trigger=LogTrigger.BUTTON)


def fob(shown: Smartlock, times: int) -> Order | None:
    """The order of one to three presses; None when nothing is configured. Raises :class:`NotUnderstood`."""
    config = shown.config
    if config is None or not config.fob_paired or times not in (1, 2, 3):
        raise NotUnderstood(times)
    number = (config.fob_action1, config.fob_action2, config.fob_action3)[times - 1]
    if shown.type == DeviceType.OPENER:
        if number == RING:
            return replace(orders.ring(shown), log_trigger=LogTrigger.ACCESSORY)
        found = _opener_fob(shown, number)
    else:
        found = _lock_fob(shown, number)
    return _order(shown, found, log_trigger=LogTrigger.ACCESSORY)


def _order(shown: Smartlock, action: Wanted, *, log_trigger: LogTrigger) -> Order | None:
    if action is None:
        return None
    order = orders.numbered(shown, action, 0)
    return replace(order, trigger=Trigger.BUTTON, log_trigger=log_trigger, name="", remote=False)


def _lock_button(shown: Smartlock, number: int | None) -> Wanted:
    match number:
        case 1:
            return _intelligent(shown)
        case 2:
            return LockAction.UNLOCK
        case 3:
            return LockAction.LOCK
        case 4:
            return LockAction.UNLATCH
        case 5:
            return LockAction.LOCK_N_GO
    return None  # nothing, or shows its state


def _lock_fob(shown: Smartlock, number: int | None) -> Wanted:
    match number:
        case 1:
            return LockAction.UNLOCK
        case 2:
            return LockAction.LOCK
        case 3:
            return LockAction.LOCK_N_GO
        case 4:
            return _intelligent(shown)
    return None


def _opener_button(shown: Smartlock, number: int | None) -> Wanted:
    continuous = shown.state is not None and shown.state.mode == Mode.CONTINUOUS
    match number:
        case 4:
            return OpenerAction.DEACTIVATE_CM if continuous else OpenerAction.ACTIVATE_CM
        case 5:
            return OpenerAction.ACTIVATE_CM
        case 6:
            return OpenerAction.DEACTIVATE_CM
    return _opener_fob(shown, number)


def _opener_fob(shown: Smartlock, number: int | None) -> Wanted:
    active = shown.state is not None and shown.state.state == OpenerState.RING_TO_OPEN
    match number:
        case 1:
            return OpenerAction.DEACTIVATE_RTO if active else OpenerAction.ACTIVATE_RTO
        case 2:
            return OpenerAction.ACTIVATE_RTO
        case 3:
            return OpenerAction.DEACTIVATE_RTO
        case 7:
            return OpenerAction.OPEN
    return None


def _intelligent(shown: Smartlock) -> LockAction:
    locked = shown.state is not None and shown.state.state == LockState.LOCKED
    return LockAction.UNLOCK if locked else LockAction.LOCK
