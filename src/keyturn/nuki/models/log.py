"""The activity log (documented: S-25)."""

from __future__ import annotations

import msgspec


class OpenerLog(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """What an Opener adds to an entry; ``source``: 0 doorbell … 6 keypad (S-25)."""

    active_cm: bool
    active_rto: bool
    source: int
    flag_geo_fence: bool = False
    flag_force: bool = False
    flag_doorbell_suppression: bool = False


class SmartlockLog(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """One entry; ``auth_id`` is the 24-hex id of an auth, ``date`` as in :mod:`keyturn.nuki.dates`."""

    id: str
    smartlock_id: int
    device_type: int
    name: str
    action: int
    trigger: int
    state: int
    auto_unlock: bool
    date: str
    account_user_id: int | None = None
    auth_id: str | None = None
    opener_log: OpenerLog | None = None
    ajar_timeout: int | None = None
    source: int | None = None
    error: str | None = None
