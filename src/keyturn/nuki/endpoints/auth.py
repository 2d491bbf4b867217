"""Authorizations on devices, and their activity logs. Source: Nuki's API description 4.10.0 (documented: S-25)."""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_SMARTLOCK_AUTH = (Scope.SMARTLOCK_AUTH,)
_SMARTLOCK_LOG = (Scope.SMARTLOCK_LOG,)

PUT_SMARTLOCK_AUTHS_ADVANCED = Endpoint(
    "PutSmartlockAuthsAdvanced", "PUT", "/smartlock/auth/advanced", _SMARTLOCK_AUTH, 200, (400, 402, 409, 426)
)
GET_SMARTLOCKS_AUTHS = Endpoint("GetSmartlocksAuths", "GET", "/smartlock/auth", _SMARTLOCK_AUTH, 200, (401,))
PUT_SMARTLOCKS_AUTHS = Endpoint(
    "PutSmartlocksAuths", "PUT", "/smartlock/auth", _SMARTLOCK_AUTH, 204, (400, 402, 409, 422, 426)
)
POST_SMARTLOCKS_AUTHS = Endpoint(
    "PostSmartlocksAuths", "POST", "/smartlock/auth", _SMARTLOCK_AUTH, 204, (400, 401, 403, 409, 423)
)
DELETE_SMARTLOCKS_AUTHS = Endpoint(
    "DeleteSmartlocksAuths", "DELETE", "/smartlock/auth", _SMARTLOCK_AUTH, 204, (400, 401, 403, 423)
)
GET_SMARTLOCKS_AUTHS_PAGINATED = Endpoint(
    "GetSmartlocksAuthsPaginated", "GET", "/smartlock/auth/paged", _SMARTLOCK_AUTH, 200, (401,)
)
GET_SMARTLOCK_AUTHS = Endpoint(
    "GetSmartlockAuths", "GET", "/smartlock/{smartlockId}/auth", _SMARTLOCK_AUTH, 200, (401, 403)
)
PUT_SMARTLOCK_AUTHS = Endpoint(
    "PutSmartlockAuths", "PUT", "/smartlock/{smartlockId}/auth", _SMARTLOCK_AUTH, 204, (400, 402, 409, 422, 426)
)
POST_SMARTLOCK_AUTH_WITH_SHARED_KEY = Endpoint(
    "PostSmartlockAuthWithSharedKey",
    "POST",
    "/smartlock/{smartlockId}/auth/advanced/sharedkey",
    _SMARTLOCK_AUTH,
    200,
    (401, 403, 404),
)
GET_SMARTLOCK_AUTH = Endpoint(
    "GetSmartlockAuth", "GET", "/smartlock/{smartlockId}/auth/{id}", _SMARTLOCK_AUTH, 200, (401, 403)
)
POST_SMARTLOCK_AUTH = Endpoint(
    "PostSmartlockAuth",
    "POST",
    "/smartlock/{smartlockId}/auth/{id}",
    _SMARTLOCK_AUTH,
    204,
    (400, 401, 403, 409, 422, 423),
)
DELETE_SMARTLOCK_AUTH = Endpoint(
    "DeleteSmartlockAuth", "DELETE", "/smartlock/{smartlockId}/auth/{id}", _SMARTLOCK_AUTH, 204, (401, 403, 423)
)
GET_SMARTLOCKS_LOGS = Endpoint("GetSmartlocksLogs", "GET", "/smartlock/log", _SMARTLOCK_LOG, 200, (401,))
LIST_LOGS = Endpoint("GetSmartlockLogs", "GET", "/smartlock/{smartlockId}/log", _SMARTLOCK_LOG, 200, (401,))

AUTH_ENDPOINTS = (
    PUT_SMARTLOCK_AUTHS_ADVANCED,
    GET_SMARTLOCKS_AUTHS,
    PUT_SMARTLOCKS_AUTHS,
    POST_SMARTLOCKS_AUTHS,
    DELETE_SMARTLOCKS_AUTHS,
    GET_SMARTLOCKS_AUTHS_PAGINATED,
    GET_SMARTLOCK_AUTHS,
    PUT_SMARTLOCK_AUTHS,
    POST_SMARTLOCK_AUTH_WITH_SHARED_KEY,
    GET_SMARTLOCK_AUTH,
    POST_SMARTLOCK_AUTH,
    DELETE_SMARTLOCK_AUTH,
    GET_SMARTLOCKS_LOGS,
    LIST_LOGS,
)
