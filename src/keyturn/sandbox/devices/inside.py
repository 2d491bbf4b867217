"""What a device knows by itself, and Nuki Web does not, or not yet."""

from __future__ import annotations

import msgspec

from keyturn.nuki.codes import LogAction, ServerState
from keyturn.nuki.dates import Instant
from keyturn.sandbox.devices.access.keyring import Keyring

SWITCHES = frozenset({LogAction.LOG_ON, LogAction.LOG_OFF, LogAction.DOOR_LOG_ON, LogAction.DOOR_LOG_OFF})
DOOR_ACTIONS = frozenset(
    {
        LogAction.DOOR_AJAR,
        LogAction.DOOR_MISMATCH,
        LogAction.DOOR_OPENED,
        LogAction.DOOR_CLOSED,
        LogAction.SENSOR_JAMMED,
    }
)
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
    reach: int = ServerState.OK
    """``serverState`` as it was shown last, faults about the reach included."""
    moves: int = 0
    """How often it has moved: they drain the battery."""
    keyring: Keyring = msgspec.field(default_factory=Keyring)
    ajar_minutes: int = 5
    """After which an open door is a warning."""

    wrong_tries: list[Instant] = msgspec.field(default_factory=list)
    """At the keypad, those that still count."""

    def keeps(self, action: int) -> bool:
        """Whether an entry of this action is written into the activity log."""
        if action in SWITCHES:
            return True
        return self.logging and (self.door_logging or action not in DOOR_ACTIONS)

    def __repr__(self) -> str:
        return "Inside(…)"
