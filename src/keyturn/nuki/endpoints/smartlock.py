"""Devices: read, operate, configure. Source: Nuki's API description 4.10.0 (documented: S-25)."""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_SMARTLOCK_ACTION = (Scope.SMARTLOCK_ACTION,)
_SMARTLOCK_CONFIG = (Scope.SMARTLOCK_CONFIG,)
_SMARTLOCK_OR_SMARTLOCK_READ_ONLY = (
    Scope.SMARTLOCK,
    Scope.SMARTLOCK_READ_ONLY,
)
_SMARTLOCK = (Scope.SMARTLOCK,)

ACT_ADVANCED = Endpoint(
    "ActionSmartlockActionAdvanced",
    "POST",
    "/smartlock/{smartlockId}/action/advanced",
    _SMARTLOCK_ACTION,
    200,
    (400, 402, 409, 426),
)
LOCK_ADVANCED = Endpoint(
    "PostLockSmartlockLockActionAdvanced",
    "POST",
    "/smartlock/{smartlockId}/action/lock/advanced",
    _SMARTLOCK_ACTION,
    200,
    (400, 401, 405),
)
UNLOCK_ADVANCED = Endpoint(
    "PostLockSmartlockUnlockActionAdvanced",
    "POST",
    "/smartlock/{smartlockId}/action/unlock/advanced",
    _SMARTLOCK_ACTION,
    200,
    (400, 401, 405),
)
POST_SMARTLOCK_BULK_WEB_CONFIG = Endpoint(
    "PostSmartlockBulkWebConfig", "POST", "/bulk-web-config", _SMARTLOCK_CONFIG, 204, (400, 401)
)
LIST_SMARTLOCKS = Endpoint("GetSmartlocks", "GET", "/smartlock", _SMARTLOCK_OR_SMARTLOCK_READ_ONLY, 200, (401,))
GET_SMARTLOCK = Endpoint(
    "GetSmartlock", "GET", "/smartlock/{smartlockId}", _SMARTLOCK_OR_SMARTLOCK_READ_ONLY, 200, (401, 403, 404)
)
POST_SMARTLOCK = Endpoint("PostSmartlock", "POST", "/smartlock/{smartlockId}", _SMARTLOCK, 204, (400, 401, 403))
DELETE_SMARTLOCK = Endpoint(
    "DeleteSmartlock", "DELETE", "/smartlock/{smartlockId}", _SMARTLOCK, 204, (400, 401, 403)
)
ACT = Endpoint(
    "PostSmartlockAction", "POST", "/smartlock/{smartlockId}/action", _SMARTLOCK_ACTION, 204, (400, 401, 402, 404)
)
LOCK = Endpoint(
    "PostLockSmartlockLockAction",
    "POST",
    "/smartlock/{smartlockId}/action/lock",
    _SMARTLOCK_ACTION,
    204,
    (400, 401, 405),
)
UNLOCK = Endpoint(
    "PostUnlockSmartlockUnlockAction",
    "POST",
    "/smartlock/{smartlockId}/action/unlock",
    _SMARTLOCK_ACTION,
    204,
    (400, 401, 405),
)
POST_SMARTLOCK_ADMIN_PIN = Endpoint(
    "PostSmartlockAdminPin", "POST", "/smartlock/{smartlockId}/admin/pin", _SMARTLOCK_CONFIG, 204, (400, 401)
)
POST_SMARTLOCK_ADVANCED_CONFIG = Endpoint(
    "PostSmartlockAdvancedConfig",
    "POST",
    "/smartlock/{smartlockId}/advanced/config",
    _SMARTLOCK_CONFIG,
    204,
    (400, 401),
)
POST_SMARTLOCK_OPENER_ADVANCED_CONFIG = Endpoint(
    "PostSmartlockOpenerAdvancedConfig",
    "POST",
    "/smartlock/{smartlockId}/advanced/openerconfig",
    _SMARTLOCK_CONFIG,
    204,
    (400, 401),
)
POST_SMARTDOOR_ADVANCED_CONFIG = Endpoint(
    "PostSmartdoorAdvancedConfig",
    "POST",
    "/smartlock/{smartlockId}/advanced/smartdoorconfig",
    _SMARTLOCK_CONFIG,
    204,
    (400, 401),
)
POST_SMARTLOCK_CONFIG = Endpoint(
    "PostSmartlockConfig", "POST", "/smartlock/{smartlockId}/config", _SMARTLOCK_CONFIG, 204, (400, 401)
)
POST_SMARTLOCK_SYNC = Endpoint(
    "PostSmartlockSync", "POST", "/smartlock/{smartlockId}/sync", _SMARTLOCK_ACTION, 204, (400, 401)
)
POST_SMARTLOCK_WEB_CONFIG = Endpoint(
    "PostSmartlockWebConfig", "POST", "/smartlock/{smartlockId}/web/config", _SMARTLOCK_CONFIG, 204, (400, 401)
)

SMARTLOCK_ENDPOINTS = (
    ACT_ADVANCED,
    LOCK_ADVANCED,
    UNLOCK_ADVANCED,
    POST_SMARTLOCK_BULK_WEB_CONFIG,
    LIST_SMARTLOCKS,
    GET_SMARTLOCK,
    POST_SMARTLOCK,
    DELETE_SMARTLOCK,
    ACT,
    LOCK,
    UNLOCK,
    POST_SMARTLOCK_ADMIN_PIN,
    POST_SMARTLOCK_ADVANCED_CONFIG,
    POST_SMARTLOCK_OPENER_ADVANCED_CONFIG,
    POST_SMARTDOOR_ADVANCED_CONFIG,
    POST_SMARTLOCK_CONFIG,
    POST_SMARTLOCK_SYNC,
    POST_SMARTLOCK_WEB_CONFIG,
)
