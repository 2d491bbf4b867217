"""The operations of Nuki's Web API that Keyturn knows so far, with the scopes that open them.

Source: Nuki's API description 4.10.0 (documented: S-25). Where two scopes are listed, any one is enough
(guessed: from clients that ask for only one).
"""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.scopes import Scope

BASE_URL = "https://api.nuki.io"
"""No version segment in the path (documented: D-con)."""


@dataclass(frozen=True)
class Endpoint:
    """One operation. ``name`` is the description's operation id; ``success`` the status of a good answer."""

    name: str
    method: str
    path: str
    any_of: tuple[Scope, ...]
    success: int


_SEE = (Scope.SMARTLOCK, Scope.SMARTLOCK_READ_ONLY)
_ACT = (Scope.SMARTLOCK_ACTION,)
_HOOK = (Scope.WEBHOOK_DECENTRAL,)

GET_ACCOUNT = Endpoint("GetAccounts", "GET", "/account", (Scope.ACCOUNT,), 200)
LIST_SMARTLOCKS = Endpoint("GetSmartlocks", "GET", "/smartlock", _SEE, 200)
GET_SMARTLOCK = Endpoint("GetSmartlock", "GET", "/smartlock/{smartlockId}", _SEE, 200)
ACT = Endpoint("PostSmartlockAction", "POST", "/smartlock/{smartlockId}/action", _ACT, 204)
LOCK = Endpoint("PostLockSmartlockLockAction", "POST", "/smartlock/{smartlockId}/action/lock", _ACT, 204)
UNLOCK = Endpoint("PostUnlockSmartlockUnlockAction", "POST", "/smartlock/{smartlockId}/action/unlock", _ACT, 204)
ACT_ADVANCED = Endpoint(
    "ActionSmartlockActionAdvanced", "POST", "/smartlock/{smartlockId}/action/advanced", _ACT, 200
)
LOCK_ADVANCED = Endpoint(
    "PostLockSmartlockLockActionAdvanced", "POST", "/smartlock/{smartlockId}/action/lock/advanced", _ACT, 200
)
UNLOCK_ADVANCED = Endpoint(
    "PostLockSmartlockUnlockActionAdvanced",
    "POST",
    "/smartlock/{smartlockId}/action/unlock/advanced",
    _ACT,
    200,
)
LIST_LOGS = Endpoint("GetSmartlockLogs", "GET", "/smartlock/{smartlockId}/log", (Scope.SMARTLOCK_LOG,), 200)
LIST_WEBHOOKS = Endpoint("GetDecentralWebhooks", "GET", "/api/decentralWebhook", _HOOK, 200)
REGISTER_WEBHOOK = Endpoint("PutDecentralWebhooks", "PUT", "/api/decentralWebhook", _HOOK, 200)
REMOVE_WEBHOOK = Endpoint("DeleteDecentralWebhook", "DELETE", "/api/decentralWebhook/{id}", _HOOK, 204)

ENDPOINTS = (
    GET_ACCOUNT, LIST_SMARTLOCKS, GET_SMARTLOCK, ACT, LOCK, UNLOCK, ACT_ADVANCED, LOCK_ADVANCED,
    UNLOCK_ADVANCED, LIST_LOGS, LIST_WEBHOOKS, REGISTER_WEBHOOK, REMOVE_WEBHOOK,
)  # fmt: skip
