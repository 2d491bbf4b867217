"""What an integration can declare: devices, accessories and actions, each with the words and scopes that go with it.

The three groups are those of Nuki's integration form (documented: D-int); the scopes of each action are those of the
operations behind it (documented: S-25).
"""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.codes import DeviceType
from keyturn.nuki.scopes import Scope

DEVICES: dict[str, str] = {
    "smart_lock": "Smart Lock",
    "smart_door": "Smart Door",
    "opener": "Opener",
    "box": "Box",
}
DEVICE_OF_TYPE: dict[int, str] = {
    DeviceType.SMART_LOCK_2: "smart_lock",
    DeviceType.SMART_LOCK_4: "smart_lock",
    DeviceType.SMART_LOCK_5: "smart_lock",
    DeviceType.SMART_DOOR: "smart_door",
    DeviceType.OPENER: "opener",
    DeviceType.BOX: "box",
}
ACCESSORIES: dict[str, str] = {"keypad": "Keypad", "door_sensor": "Door Sensor", "fob": "Fob"}


@dataclass(frozen=True)
class Deed:
    """Something an integration does. Each group of ``needs`` asks for one of its scopes."""

    words: str
    needs: tuple[frozenset[Scope], ...]
    device: str | None = None
    """The only device that can do it."""
    accessory: str | None = None
    """What the device must have beside it."""


_READ = frozenset({Scope.SMARTLOCK_READ_ONLY, Scope.SMARTLOCK})
_ACT = (_READ, frozenset({Scope.SMARTLOCK_ACTION}))
_AUTH = (_READ, frozenset({Scope.SMARTLOCK_AUTH}))
ACTIONS: dict[str, Deed] = {
    "read": Deed("Show devices and their state", (_READ,)),
    "lock": Deed("Lock", _ACT),
    "unlock": Deed("Unlock", _ACT),
    "unlatch": Deed("Open the door (unlatch)", _ACT),
    "lock_n_go": Deed("Lock 'n' Go", _ACT),
    "electric_strike": Deed("Open the entrance (electric strike)", _ACT, device="opener"),
    "ring_to_open": Deed("Ring to open, on and off", _ACT, device="opener"),
    "continuous_mode": Deed("Continuous mode, on and off", _ACT, device="opener"),
    "open_box": Deed("Open the Box", _ACT, device="box"),
    "codes": Deed("Make, change and remove keypad codes", _AUTH, accessory="keypad"),
    "invites": Deed("Invite people to the Nuki app", (*_AUTH, frozenset({Scope.ACCOUNT}))),
    "activity": Deed("Show the activity log", (_READ, frozenset({Scope.SMARTLOCK_LOG}))),
    "settings": Deed("Change settings of devices", (_READ, frozenset({Scope.SMARTLOCK_CONFIG}))),
}
MOVES = frozenset(name for name, deed in ACTIONS.items() if deed.needs == _ACT)
"""Actions that move a door: only a webhook confirms them."""
WEBHOOK_SCOPE = {"central": Scope.WEBHOOK_CENTRAL, "decentral": Scope.WEBHOOK_DECENTRAL}
HARMLESS = frozenset({Scope.OFFLINE_ACCESS})
"""Needed by no operation and opening none."""


def missing(actions: tuple[str, ...], mode: str, scopes: frozenset[str]) -> dict[str, str]:
    """Scopes that have to be asked for and are not: the least that will do, and the action that needs it."""
    found: dict[str, str] = {}
    for name in actions:
        for group in ACTIONS[name].needs:
            if not group & scopes:
                least = Scope.SMARTLOCK_READ_ONLY if group == _READ else min(group)
                found.setdefault(least, name)
    if mode in WEBHOOK_SCOPE and WEBHOOK_SCOPE[mode] not in scopes:
        found[WEBHOOK_SCOPE[mode]] = f"{mode} webhooks"
    return found


def needless(actions: tuple[str, ...], mode: str, scopes: frozenset[str]) -> tuple[str, ...]:
    """Scopes that nothing declared needs, each with an alternative in hand counted once."""
    groups = [group for name in actions for group in ACTIONS[name].needs]
    used = {Scope(each) for group in groups for each in group & scopes}
    if {Scope.SMARTLOCK, Scope.SMARTLOCK_READ_ONLY} <= used:
        used.discard(Scope.SMARTLOCK)
    if mode in WEBHOOK_SCOPE:
        used.add(WEBHOOK_SCOPE[mode])
    return tuple(sorted(scopes - used - HARMLESS))
