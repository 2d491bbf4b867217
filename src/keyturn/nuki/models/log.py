"""The activity log (documented: S-25)."""

from __future__ import annotations

import msgspec


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
    source: int | None = None
    error: str | None = None
