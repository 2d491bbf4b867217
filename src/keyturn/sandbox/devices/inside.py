"""What a device knows by itself, and Nuki Web does not, or not yet."""

from __future__ import annotations

import msgspec

from keyturn.nuki.codes import ServerState
from keyturn.sandbox.devices.access.keyring import Keyring

ADMIN_PIN = 1234
"""Unless the seed says otherwise (ours)."""


class Inside(msgspec.Struct, kw_only=True):
    """Changed in place; lasts as long as the device."""

    admin_pin: int = ADMIN_PIN
    logging: bool = True
    """Whether the activity log is on."""
    door_logging: bool = True
    """Whether door events are part of it."""
    connection: int = ServerState.OK
    """``serverState`` as it would be without faults."""
    moves: int = 0
    """How often it has moved: they drain the battery."""
    keyring: Keyring = msgspec.field(default_factory=Keyring)
    ajar_minutes: int = 5
    """After which an open door is a warning."""

    def __repr__(self) -> str:
        return "Inside(…)"
