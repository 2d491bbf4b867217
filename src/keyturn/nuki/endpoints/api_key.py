"""API keys and their tokens, the Advanced API with its webhooks.

Source: Nuki's API description 4.10.0 (documented: S-25).
"""

from __future__ import annotations

from keyturn.nuki.endpoints.endpoint import Endpoint
from keyturn.nuki.scopes import Scope

_WEBHOOK_DECENTRAL = (Scope.WEBHOOK_DECENTRAL,)
_ACCOUNT = (Scope.ACCOUNT,)

LIST_WEBHOOKS = Endpoint(
    "GetDecentralWebhooks", "GET", "/api/decentralWebhook", _WEBHOOK_DECENTRAL, 200, (401, 403)
)
REGISTER_WEBHOOK = Endpoint(
    "PutDecentralWebhooks", "PUT", "/api/decentralWebhook", _WEBHOOK_DECENTRAL, 200, (400, 401, 403)
)
REMOVE_WEBHOOK = Endpoint(
    "DeleteDecentralWebhook", "DELETE", "/api/decentralWebhook/{id}", _WEBHOOK_DECENTRAL, 204, (401, 403)
)
GET_WEBHOOK_LOGS = Endpoint("GetWebhookLogs", "GET", "/api/key/{apiKeyId}/webhook/logs", _ACCOUNT, 200, (401,))
GET_API_KEYS = Endpoint("GetApiKeys", "GET", "/api/key", _ACCOUNT, 200, (401,))
PUT_API_KEYS = Endpoint("PutApiKeys", "PUT", "/api/key", _ACCOUNT, 200, (400, 401))
POST_API_KEY = Endpoint("PostApiKey", "POST", "/api/key/{apiKeyId}", _ACCOUNT, 204, (400, 401, 503))
DELETE_API_KEY = Endpoint("DeleteApiKey", "DELETE", "/api/key/{apiKeyId}", _ACCOUNT, 204, (401,))
GET_API_KEY_ADVANCED = Endpoint(
    "GetApiKeyAdvanced", "GET", "/api/key/{apiKeyId}/advanced", _ACCOUNT, 200, (401, 403, 404)
)
PUT_API_KEY_ADVANCED = Endpoint(
    "PutApiKeyAdvanced", "PUT", "/api/key/{apiKeyId}/advanced", _ACCOUNT, 204, (400, 401)
)
POST_API_KEY_ADVANCED = Endpoint(
    "PostApiKeyAdvanced", "POST", "/api/key/{apiKeyId}/advanced", _ACCOUNT, 204, (400, 401)
)
DELETE_API_KEY_ADVANCED = Endpoint(
    "DeleteApiKeyAdvanced", "DELETE", "/api/key/{apiKeyId}/advanced", _ACCOUNT, 204, (401,)
)
POST_API_KEY_ADVANCED_REACTIVATE = Endpoint(
    "PostApiKeyAdvancedReactivate", "POST", "/api/key/{apiKeyId}/advanced/reactivate", _ACCOUNT, 204, (400, 401)
)
GET_API_KEY_TOKENS = Endpoint("GetApiKeyTokens", "GET", "/api/key/{apiKeyId}/token", _ACCOUNT, 200, (401,))
PUT_API_KEY_TOKENS = Endpoint("PutApiKeyTokens", "PUT", "/api/key/{apiKeyId}/token", _ACCOUNT, 200, (400, 401))
POST_API_KEY_TOKEN = Endpoint(
    "PostApiKeyToken", "POST", "/api/key/{apiKeyId}/token/{id}", _ACCOUNT, 204, (400, 401)
)
DELETE_API_KEY_TOKEN = Endpoint(
    "DeleteApiKeyToken", "DELETE", "/api/key/{apiKeyId}/token/{id}", _ACCOUNT, 204, (401,)
)

API_KEY_ENDPOINTS = (
    LIST_WEBHOOKS,
    REGISTER_WEBHOOK,
    REMOVE_WEBHOOK,
    GET_WEBHOOK_LOGS,
    GET_API_KEYS,
    PUT_API_KEYS,
    POST_API_KEY,
    DELETE_API_KEY,
    GET_API_KEY_ADVANCED,
    PUT_API_KEY_ADVANCED,
    POST_API_KEY_ADVANCED,
    DELETE_API_KEY_ADVANCED,
    POST_API_KEY_ADVANCED_REACTIVATE,
    GET_API_KEY_TOKENS,
    PUT_API_KEY_TOKENS,
    POST_API_KEY_TOKEN,
    DELETE_API_KEY_TOKEN,
)
