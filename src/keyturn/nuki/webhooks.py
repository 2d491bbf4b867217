"""Webhooks as Nuki sends them: headers, kinds, payloads (documented: D-whc, D-whd, D-wha, D-whm, P-WH)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from keyturn.nuki.models.account import AccountUser
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.models.smartlock import (
    AdvancedConfig,
    Config,
    OpenerAdvancedConfig,
    SmartdoorAdvancedConfig,
    State,
)

SIGNATURE_HEADER = "X-Nuki-Signature-SHA256"
"""HMAC-SHA256 over the raw bytes of the body, lower-case hex, no prefix.

Key: the client secret for central webhooks (reported: three receivers), the registration's secret for
decentral ones (documented)."""
OLD_SIGNATURE_HEADER = "X-Nuki-Signature"
"""A second, shorter hex value; algorithm not stated, 40 digits fit HMAC-SHA1 (guessed). Do not verify it."""
CONTENT_TYPE = "application/json; charset=UTF-8"
ACCEPTED_STATUSES = frozenset({200, 202, 204})
"""Every other answer of a receiver counts as failed (P-WH)."""
DELIVERY_SECONDS = 10
"""Time a receiver has (guessed: not documented)."""


class Feature(StrEnum):
    """``feature`` of a device-triggered webhook, and what one subscribes to."""

    DEVICE_STATUS = "DEVICE_STATUS"
    DEVICE_MASTERDATA = "DEVICE_MASTERDATA"
    DEVICE_CONFIG = "DEVICE_CONFIG"
    DEVICE_LOGS = "DEVICE_LOGS"
    DEVICE_AUTHS = "DEVICE_AUTHS"
    ACCOUNT_USER = "ACCOUNT_USER"


class ApiTrigger(StrEnum):
    """``type`` of an API-triggered webhook: which advanced call it answers (D-wha, P-WH)."""

    LOCK_ACTION = "LockAction"
    UNLOCK_ACTION = "UnlockAction"
    SMARTLOCK_ACTION = "SmartlockAction"
    AUTH_CREATION = "AuthCreation"


class DeviceStatus(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """DEVICE_STATUS: lock, door, battery or connection changed (D-whd)."""

    feature: str = Feature.DEVICE_STATUS
    smartlock_id: int
    state: State
    server_state: int
    admin_pin_state: int


class DeviceLogs(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """DEVICE_LOGS: an activity log entry was made. The device's id is inside the entry only (P-WH)."""

    feature: str = Feature.DEVICE_LOGS
    smartlock_log: SmartlockLog


class DeviceMasterdata(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """DEVICE_MASTERDATA: name, firmware or the account's hold on a device changed, or a sync (D-whm, P-WH)."""

    feature: Literal["DEVICE_MASTERDATA"]
    deleted: bool
    smartlock_id: int
    account_id: int
    type: int
    auth_id: int
    name: str
    favorite: bool
    server_state: int
    admin_pin_state: int
    firmware_version: int | None = None
    hardware_version: int | None = None
    creation_date: str | None = None
    update_date: str | None = None


class DeviceConfig(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """DEVICE_CONFIG: a configuration changed, or a sync; which advanced one is there depends on the type (P-WH)."""

    feature: Literal["DEVICE_CONFIG"]
    smartlock_id: int
    config: Config | None = None
    advanced_config: AdvancedConfig | None = None
    opener_advanced_config: OpenerAdvancedConfig | None = None
    smartdoor_advanced_config: SmartdoorAdvancedConfig | None = None


class AccountUserChanged(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """ACCOUNT_USER: an account user was made, changed or deleted (P-WH)."""

    feature: Literal["ACCOUNT_USER"]
    deleted: bool
    account_user: AccountUser


class DeviceAuths(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """DEVICE_AUTHS: an authorization was made, changed or deleted. A keypad code is in it in clear (D-whd, X-mon)."""

    feature: Literal["DEVICE_AUTHS"]
    deleted: bool
    smartlock_auth: SmartlockAuth


class CreatedAuth(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """One device's part of AuthCreation; ``id`` is the authorization's."""

    smartlock_id: int
    success: bool
    id: str
    error_code: str | None = None


class AuthCreation(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """The outcome of an advanced creation on all its devices (D-wha); ``invite_code`` is a secret (P-WH)."""

    type: str
    request_id: str
    success: bool
    detail: tuple[CreatedAuth, ...]
    invite_code: str | None = None
    error_code: str | None = None

    def __repr__(self) -> str:
        return f"AuthCreation(request_id={self.request_id!r}, success={self.success}, …)"


class ApiTriggered(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """The outcome of an advanced call on one device; ``error_code`` as in ``nuki.errors`` (D-wha)."""

    type: str
    request_id: str
    success: bool
    smartlock_id: int | None = None
    error_code: str | None = None
