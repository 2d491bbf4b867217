"""Whether a state that Nuki told may be an old one that came late, and how soon the door is then read.

DEVICE_STATUS carries no date and comes in no promised order (D-whd, P-WH: neither is documented), so nobody can say of
one webhook that it is old. Two pictures that contradict each other within minutes are another matter: unless we have
asked for the change ourselves, the door is read, and the reading decides. A reading is of Nuki's own picture: it wakes
no device.
"""

from __future__ import annotations

from datetime import timedelta

from keyturn.integration.smartlocks.mirror import Door
from keyturn.nuki.codes import LockState

LATE = timedelta(minutes=5)
"""A webhook on its way for longer than this is taken at its word until the next look: ours, Nuki names no delay."""
SOON = timedelta(seconds=10)
"""Until a doubtful door is read: by then the rest of its movement has been told, and one reading does for all."""
_FOLLOWS: dict[int, tuple[int, ...]] = {
    LockState.UNLOCKING: (LockState.UNLOCKED,),
    LockState.LOCKING: (LockState.LOCKED,),
    LockState.UNLATCHING: (LockState.UNLATCHED,),
    LockState.UNLATCHED: (LockState.UNLOCKED,),
    LockState.UNLOCKED_LOCK_N_GO: (LockState.LOCKING,),
}
"""What a movement goes on with by itself."""


def doubtful(before: Door, after: Door) -> bool:
    """Whether what was told contradicts what was known a moment before; a movement that goes on does not."""
    if after.known_at - before.known_at > LATE:
        return False
    moved = after.state not in (before.state, *_FOLLOWS.get(before.state, ()))
    return moved or after.door_state != before.door_state
