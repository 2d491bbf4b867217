"""Door actions (documented: S-25)."""

from __future__ import annotations

import msgspec


class SmartlockAction(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Body of ``POST /smartlock/{id}/action`` and its advanced form: codes of :mod:`keyturn.nuki.codes`."""

    action: int
    option: int = 0


class AdvancedReceipt(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Answer of an advanced call: heard, not done. The outcome follows by webhook under ``request_id``."""

    request_id: str
    error: str | None = None
