"""The account behind a token (documented: S-25)."""

from __future__ import annotations

import msgspec


class Account(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Answer of ``GET /account``; dates as in :mod:`keyturn.nuki.dates`."""

    account_id: int
    type: int
    email: str
    name: str
    creation_date: str
    update_date: str
    email_verified: bool | None = None
    language: str | None = None
