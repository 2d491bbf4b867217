"""Authorizations on devices (documented: S-25)."""

from __future__ import annotations

import msgspec


class ObjectId(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """A database id in parts, which the description has for ``operationId`` of an authorization."""

    timestamp: int
    counter: int
    date: str


class SmartlockAuth(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Who may use a device, and when.

    The dates are UTC and written as in :mod:`keyturn.nuki.dates`; the times are minutes from midnight where the lock is
    (reported: F39789). ``type`` as in ``codes.AuthType``, ``id`` 24 hex digits. ``code`` is a secret.
    """

    id: str
    smartlock_id: int
    type: int
    name: str
    enabled: bool
    remote_allowed: bool
    lock_count: int
    account_user_id: int | None = None
    auth_id: int | None = None
    code: int | None = None
    fingerprints: dict[str, str] | None = None
    allowed_from_date: str | None = None
    allowed_until_date: str | None = None
    allowed_week_days: int | None = None
    allowed_from_time: int | None = None
    allowed_until_time: int | None = None
    last_active_date: str | None = None
    creation_date: str | None = None
    update_date: str | None = None
    operation_id: ObjectId | None = None
    error: str | None = None
    app_id: int | None = None
    auth_type_as_string: str | None = None

    def __repr__(self) -> str:
        return f"SmartlockAuth(id={self.id!r}, type={self.type}, …)"


class Window(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The fields every request about an authorization has."""

    name: str
    allowed_from_date: str | None = None
    allowed_until_date: str | None = None
    allowed_week_days: int | None = None
    allowed_from_time: int | None = None
    allowed_until_time: int | None = None
    account_user_id: int | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, …)"


class AuthCreate(Window, frozen=True, rename="camel", kw_only=True):
    """``PUT /smartlock/{smartlockId}/auth``."""

    remote_allowed: bool
    smart_actions_enabled: bool | None = None
    type: int = 0
    code: int | None = None


class AuthsCreate(AuthCreate, frozen=True, rename="camel", kw_only=True):
    """``PUT /smartlock/auth``."""

    smartlock_ids: tuple[int, ...] | None = None


class AuthsAdvancedCreate(Window, frozen=True, rename="camel", kw_only=True):
    """``PUT /smartlock/auth/advanced``: for app users only."""

    remote_allowed: bool
    smartlock_ids: tuple[int, ...]
    smart_actions_enabled: bool | None = None


class AuthUpdate(Window, frozen=True, rename="camel", kw_only=True):
    """``POST /smartlock/{smartlockId}/auth/{id}``: replaces the whole (reported: F40095)."""

    enabled: bool | None = None
    remote_allowed: bool | None = None
    code: int | None = None


class AuthMultiUpdate(AuthUpdate, frozen=True, rename="camel", kw_only=True):
    """One of ``POST /smartlock/auth``."""

    id: str


class Pagination(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """Where a page stands; pages are counted from 0."""

    total_items: int
    total_pages: int
    current_page: int
    page_size: int
    next_page: str | None = None
    prev_page: str | None = None


class AuthPage(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Answer of ``GET /smartlock/auth/paged``."""

    results: tuple[SmartlockAuth, ...]
    pagination: Pagination
