"""From an intent to a request: pure. Paths and shapes come from :mod:`keyturn.nuki`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urlencode

import msgspec

from keyturn.client.wire import Fields, Request
from keyturn.nuki import endpoints, oauth
from keyturn.nuki.endpoints import Endpoint
from keyturn.nuki.models.account import AccountUserCreate
from keyturn.nuki.models.action import SmartlockAction
from keyturn.nuki.models.api_key import AdvancedApply, AdvancedUpdate, ApiKeyChange
from keyturn.nuki.models.auth import AuthCreate, AuthsAdvancedCreate, AuthUpdate
from keyturn.nuki.models.smartlock import AdvancedConfig, Config, OpenerAdvancedConfig, SmartdoorAdvancedConfig
from keyturn.nuki.models.webhook import DecentralWebhook
from keyturn.nuki.ranges import READ_ONLY
from keyturn.secrecy import Secret

LOGS_AT_MOST = 50
"""``limit`` of a log page (documented: S-25)."""
_json = msgspec.json.Encoder()


def get_account() -> Request:
    return _of(endpoints.GET_ACCOUNT)


def list_smartlocks() -> Request:
    return _of(endpoints.LIST_SMARTLOCKS)


def get_smartlock(smartlock_id: int) -> Request:
    return _of(endpoints.GET_SMARTLOCK, smartlock_id)


def configure(smartlock_id: int, whole: msgspec.Struct) -> Request:
    """A configuration, whole but for what is read-only and may be left out. Raises ``LookupError`` for what is none."""
    endpoint = {
        Config: endpoints.POST_SMARTLOCK_CONFIG,
        AdvancedConfig: endpoints.POST_SMARTLOCK_ADVANCED_CONFIG,
        SmartdoorAdvancedConfig: endpoints.POST_SMARTDOOR_ADVANCED_CONFIG,
        OpenerAdvancedConfig: endpoints.POST_SMARTLOCK_OPENER_ADVANCED_CONFIG,
    }[type(whole)]
    required = {field.encode_name for field in msgspec.structs.fields(whole) if field.required}
    left_out = READ_ONLY - required  # some are read-only and required at once (S-25)
    fields = {name: value for name, value in msgspec.to_builtins(whole).items() if name not in left_out}
    return _of(endpoint, smartlock_id, _json.encode(fields))


def act(endpoint: Endpoint, smartlock_id: int, action: int, option: int) -> Request:
    """An action with a body: ``ACT`` or ``ACT_ADVANCED``."""
    return _of(endpoint, smartlock_id, _json.encode(SmartlockAction(action=action, option=option)))


def simple_action(endpoint: Endpoint, smartlock_id: int) -> Request:
    """An action without a body: lock and unlock, plain or advanced."""
    return _of(endpoint, smartlock_id)


def list_logs(smartlock_id: int, limit: int) -> Request:
    """Raises ``ValueError`` unless ``limit`` is 1 to 50."""
    if not 1 <= limit <= LOGS_AT_MOST:
        raise ValueError(f"A log page has 1 to {LOGS_AT_MOST} entries, not {limit}: ask for several pages.")
    request = _of(endpoints.LIST_LOGS, smartlock_id)
    return replace(request, query=(("limit", str(limit)),))


def list_auths(smartlock_id: int, types: Iterable[int] = ()) -> Request:
    """Of these types, or of all."""
    request = _of(endpoints.GET_SMARTLOCK_AUTHS, smartlock_id)
    wished = ",".join(str(int(kind)) for kind in types)
    return replace(request, query=(("types", wished),) if wished else ())


def get_auth(smartlock_id: int, auth_id: str) -> Request:
    return _auth(endpoints.GET_SMARTLOCK_AUTH, smartlock_id, auth_id)


def create_auth(smartlock_id: int, body: AuthCreate) -> Request:
    """What is not set is not sent: nothing is there yet that it could clear."""
    request = _of(endpoints.PUT_SMARTLOCK_AUTHS, smartlock_id, _set_only(body))
    return replace(request, secretive=True)


def update_auth(smartlock_id: int, auth_id: str, body: AuthUpdate) -> Request:
    """Always the whole, with ``null`` for what is to be cleared (documented: F86)."""
    return _auth(endpoints.POST_SMARTLOCK_AUTH, smartlock_id, auth_id, _json.encode(body))


def delete_auth(smartlock_id: int, auth_id: str) -> Request:
    return _auth(endpoints.DELETE_SMARTLOCK_AUTH, smartlock_id, auth_id)


def create_auths_advanced(body: AuthsAdvancedCreate) -> Request:
    return _of(endpoints.PUT_SMARTLOCK_AUTHS_ADVANCED, body=_set_only(body))


def list_users() -> Request:
    return _of(endpoints.GET_ACCOUNT_USERS)


def create_user(email: str, name: str) -> Request:
    return _of(endpoints.PUT_ACCOUNT_USERS, body=_set_only(AccountUserCreate(email=email, name=name)))


def list_webhooks() -> Request:
    return _of(endpoints.LIST_WEBHOOKS)


def register_webhook(url: str, features: Iterable[str]) -> Request:
    """Raises ``ValueError`` unless ``url`` is HTTPS (documented: S-25)."""
    if not url.startswith("https://"):
        raise ValueError("Nuki delivers webhooks to https:// addresses only: register one of those.")
    body = DecentralWebhook(webhook_url=url, webhook_features=tuple(features))
    return _of(endpoints.REGISTER_WEBHOOK, body=_json.encode(body))


def remove_webhook(webhook_id: int) -> Request:
    return _of(endpoints.REMOVE_WEBHOOK, webhook_id)


def list_api_keys() -> Request:
    return _of(endpoints.GET_API_KEYS)


def create_api_key(body: ApiKeyChange) -> Request:
    return _of(endpoints.PUT_API_KEYS, body=_set_only(body))


def change_api_key(key_id: int, body: ApiKeyChange) -> Request:
    return _of(endpoints.POST_API_KEY, key_id, _set_only(body))


def get_advanced(key_id: int) -> Request:
    """The answer holds the client secret: nothing of it may be shown."""
    return replace(_of(endpoints.GET_API_KEY_ADVANCED, key_id), secretive=True)


def apply_advanced(key_id: int, body: AdvancedApply) -> Request:
    return _of(endpoints.PUT_API_KEY_ADVANCED, key_id, _json.encode(body))


def change_advanced(key_id: int, body: AdvancedUpdate) -> Request:
    return _of(endpoints.POST_API_KEY_ADVANCED, key_id, _json.encode(body))


def reactivate_advanced(key_id: int) -> Request:
    return _of(endpoints.POST_API_KEY_ADVANCED_REACTIVATE, key_id)


def exchange(client_id: str, client_secret: Secret, code: Secret, redirect_uri: str) -> Request:
    """The code for a pair of tokens, the application's secret in the form body (documented: P-API)."""
    return _token(
        client_id, client_secret, oauth.AUTHORIZATION_CODE, ("code", code), ("redirect_uri", redirect_uri)
    )


def refresh(client_id: str, client_secret: Secret, refresh_token: Secret) -> Request:
    """The refresh token for a new pair."""
    return _token(client_id, client_secret, oauth.REFRESH_TOKEN, ("refresh_token", refresh_token))


def authorization_query(client_id: str, redirect_uri: str, scopes: Iterable[str], state: str) -> str:
    """The query of the consent page's address (documented: D-oa2)."""
    fields = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(scopes),
        "state": state,
    }
    return urlencode(fields, quote_via=quote)


def _of(endpoint: Endpoint, about: int | None = None, body: bytes | None = None) -> Request:
    path = endpoint.path
    if about is not None:
        head, _, tail = path.partition("{")
        path = f"{head}{int(about)}{tail.partition('}')[2]}"
    return Request(endpoint.method, path, json=body, any_of=endpoint.any_of)


def _auth(endpoint: Endpoint, smartlock_id: int, auth_id: str, body: bytes | None = None) -> Request:
    request = _of(endpoint, smartlock_id, body)
    path = request.path.replace("{id}", quote(auth_id, safe=""))
    return replace(request, path=path, secretive=True)


def _set_only(body: msgspec.Struct) -> bytes:
    return _json.encode({name: value for name, value in msgspec.to_builtins(body).items() if value is not None})


def _token(client_id: str, client_secret: Secret, kind: str, *more: tuple[str, str | Secret]) -> Request:
    form: Fields = (("grant_type", kind), ("client_id", client_id), ("client_secret", client_secret), *more)
    return Request("POST", oauth.TOKEN_PATH, form=form)
