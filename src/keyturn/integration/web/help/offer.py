"""What this installation offers, asks for and may run into: what the help page speaks of. Pure.

Serves: guided-errors, first-level-support.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from keyturn.integration.actions.action import Kind, kinds_for
from keyturn.integration.errors import CallRefused, OperatorError, WebhookRefused, every_code
from keyturn.integration.settings import Settings
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.scopes import Scope

_ON_NO_PAGE = frozenset((*CallRefused.codes, *WebhookRefused.codes))
_OF_ACCESS = ("code-", "invite-", "no-keypad", "unknown-code")
_OF_SETTINGS = ("setting-value",)
_OF_DOORS = ("action-", "unknown-action", "door-busy")
_OURS = frozenset(OperatorError.codes[1:])
"""To a customer these are one problem: our installation needs attention."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """``sections`` in the order of the page; ``devices`` one of each family, with what it can be asked for;
    ``problems`` are codes of errors, ``device_errors`` Nuki's own."""

    sections: tuple[str, ...]
    devices: dict[DeviceType, tuple[Kind, ...]]
    scopes: tuple[str, ...]
    known_scopes: frozenset[str]
    kinds: tuple[Kind, ...]
    problems: tuple[str, ...]
    device_errors: tuple[str, ...]


def offer_of(settings: Settings, explained: Container[str] = ()) -> Offer:
    """What an installation with these settings shows, asks and says. ``explained``: the device errors with texts."""
    acts = Scope.SMARTLOCK_ACTION in settings.scopes
    switches = {
        "connect": True,
        "devices": True,
        "allowed": True,
        "doors": acts,
        "codes": settings.access,
        "activity": settings.activity,
        "settings": settings.configure,
        "problems": True,
        "reconnect": True,
        "disconnect": True,
        "privacy": True,
        "support": True,
    }
    families = {device.name.rstrip("_0123456789"): device for device in DeviceType}  # whatever its generation
    devices = {device: kinds_for(device) if acts else () for device in families.values()}
    offered = {kind for kinds in devices.values() for kind in kinds}
    return Offer(
        sections=tuple(section for section, on in switches.items() if on),
        devices=devices,
        scopes=settings.scopes,
        known_scopes=frozenset(Scope),
        kinds=tuple(kind for kind in Kind if kind in offered),
        problems=tuple(code for code in every_code() if _may_happen(code, settings, acts)),
        device_errors=tuple(code for code in (*DEVICE_ERRORS, "other") if code in explained) if acts else (),
    )


def explained_as(code: str) -> str:
    """The problem under which the help page explains a code."""
    return OperatorError.code if code in _OURS else code


def _may_happen(code: str, settings: Settings, acts: bool) -> bool:
    if code in _ON_NO_PAGE or code in _OURS:
        return False
    if code.startswith(_OF_ACCESS):
        return settings.access
    if code.startswith(_OF_SETTINGS):
        return settings.configure
    return acts or not code.startswith(_OF_DOORS)
