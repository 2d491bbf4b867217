"""The account, its settings, sub-accounts, integrations and users.

Source: Nuki's API description 4.10.0 (documented: S-25).
"""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_ACCOUNT = (Scope.ACCOUNT,)
_ANY_TOKEN: tuple[Scope, ...] = ()
_ACCOUNT_OR_SMARTLOCK_AUTH = (
    Scope.ACCOUNT,
    Scope.SMARTLOCK_AUTH,
)

GET_ACCOUNT = Endpoint("GetAccounts", "GET", "/account", _ACCOUNT, 200, (401,))
POST_ACCOUNTS = Endpoint("PostAccounts", "POST", "/account", _ACCOUNT, 204, (400, 401, 409))
DELETE_ACCOUNTS = Endpoint("DeleteAccounts", "DELETE", "/account", _ACCOUNT, 204, (401,))
POST_ACCOUNT_EMAIL_CHANGE = Endpoint(
    "PostAccountEmailChange", "POST", "/account/email/change", _ACCOUNT, 204, (400, 401, 409)
)
POST_ACCOUNT_EMAIL_VERIFY = Endpoint(
    "PostAccountEmailVerify", "POST", "/account/email/verify", _ACCOUNT, 204, (400, 401, 409)
)
GET_ACCOUNT_INTEGRATIONS = Endpoint("GetAccountIntegrations", "GET", "/account/integration", _ACCOUNT, 200, (401,))
DELETE_ACCOUNT_INTEGRATIONS = Endpoint(
    "DeleteAccountIntegrations", "DELETE", "/account/integration", _ACCOUNT, 204, (401,)
)
PUT_ACCOUNT_OTP = Endpoint("PutAccountOtp", "PUT", "/account/otp", _ACCOUNT, 200, (405,))
POST_ACCOUNT_OTP = Endpoint("PostAccountOtp", "POST", "/account/otp", _ACCOUNT, 204, (400, 401, 429))
DELETE_ACCOUNT_OTP = Endpoint("DeleteAccountOtp", "DELETE", "/account/otp", _ACCOUNT, 204, (401,))
POST_ACCOUNT_PASSWORD_RESET = Endpoint(
    "PostAccountPasswordReset", "POST", "/account/password/reset", _ANY_TOKEN, 204, (401,)
)
GET_ACCOUNT_SETTING = Endpoint("GetAccountSetting", "GET", "/account/setting", _ACCOUNT, 200, (401, 403, 404))
PUT_ACCOUNT_SETTING = Endpoint("PutAccountSetting", "PUT", "/account/setting", _ACCOUNT, 200, (400, 401))
DELETE_ACCOUNT_SETTING = Endpoint("DeleteAccountSetting", "DELETE", "/account/setting", _ACCOUNT, 204, (401, 403))
GET_ACCOUNT_SUBS = Endpoint("GetAccountSubs", "GET", "/account/sub", _ACCOUNT, 200, (401,))
PUT_ACCOUNT_SUBS = Endpoint("PutAccountSubs", "PUT", "/account/sub", _ACCOUNT, 200, (400,))
GET_ACCOUNT_SUB = Endpoint("GetAccountSub", "GET", "/account/sub/{accountId}", _ACCOUNT, 200, (401,))
POST_ACCOUNT_SUB = Endpoint("PostAccountSub", "POST", "/account/sub/{accountId}", _ACCOUNT, 204, (400, 401, 409))
DELETE_ACCOUNT_SUB = Endpoint("DeleteAccountSub", "DELETE", "/account/sub/{accountId}", _ACCOUNT, 204, (401,))
GET_ACCOUNT_USERS = Endpoint("GetAccountUsers", "GET", "/account/user", _ACCOUNT_OR_SMARTLOCK_AUTH, 200, (401,))
PUT_ACCOUNT_USERS = Endpoint("PutAccountUsers", "PUT", "/account/user", _ACCOUNT_OR_SMARTLOCK_AUTH, 200, (400,))
GET_ACCOUNT_USER = Endpoint(
    "GetAccountUser", "GET", "/account/user/{accountUserId}", _ACCOUNT_OR_SMARTLOCK_AUTH, 200, (401,)
)
POST_ACCOUNT_USER = Endpoint(
    "PostAccountUser",
    "POST",
    "/account/user/{accountUserId}",
    _ACCOUNT_OR_SMARTLOCK_AUTH,
    200,
    (204, 400, 401, 409),
)
DELETE_ACCOUNT_USER = Endpoint(
    "DeleteAccountUser", "DELETE", "/account/user/{accountUserId}", _ACCOUNT_OR_SMARTLOCK_AUTH, 204, (401, 423)
)

ACCOUNT_ENDPOINTS = (
    GET_ACCOUNT,
    POST_ACCOUNTS,
    DELETE_ACCOUNTS,
    POST_ACCOUNT_EMAIL_CHANGE,
    POST_ACCOUNT_EMAIL_VERIFY,
    GET_ACCOUNT_INTEGRATIONS,
    DELETE_ACCOUNT_INTEGRATIONS,
    PUT_ACCOUNT_OTP,
    POST_ACCOUNT_OTP,
    DELETE_ACCOUNT_OTP,
    POST_ACCOUNT_PASSWORD_RESET,
    GET_ACCOUNT_SETTING,
    PUT_ACCOUNT_SETTING,
    DELETE_ACCOUNT_SETTING,
    GET_ACCOUNT_SUBS,
    PUT_ACCOUNT_SUBS,
    GET_ACCOUNT_SUB,
    POST_ACCOUNT_SUB,
    DELETE_ACCOUNT_SUB,
    GET_ACCOUNT_USERS,
    PUT_ACCOUNT_USERS,
    GET_ACCOUNT_USER,
    POST_ACCOUNT_USER,
    DELETE_ACCOUNT_USER,
)
