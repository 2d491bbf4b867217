"""API keys, their tokens, the application for the Advanced API, and the log of webhooks (documented: S-25, D-whm)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from keyturn.nuki.models.fields import Instant, Int32
from keyturn.nuki.webhooks import Feature

ApplicationType = Literal["ONLY_SECRET", "SHORT_RENTAL", "HEALTHCARE", "SMART_HOME", "OTHER"]
Text = Annotated[str, Meta(min_length=1)]
Features = tuple[Feature, ...]


class KeyStatus(StrEnum):
    """``status`` of the Advanced API; the client secret shows from TESTING on."""

    INACTIVE = "INACTIVE"
    APPLIED = "APPLIED"
    TESTING = "TESTING"
    ACTIVE = "ACTIVE"


class _Body(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    pass


class ApiKey(_Body, frozen=True):
    """An OAuth client; ``api_key`` is its client id (guessed)."""

    api_key_id: Int32
    account_id: Int32
    creation_date: Instant
    description: str | None = None
    redirect_uris: tuple[str, ...] | None = None
    api_key: str | None = None


class ApiKeyChange(_Body, frozen=True):
    """``PUT /api/key`` and ``POST /api/key/{apiKeyId}``."""

    description: str | None = None
    redirect_uris: tuple[str, ...] | None = None


class ApiKeyToken(_Body, frozen=True):
    """A token made by hand; ``access_token`` is told once."""

    id: str
    account_id: Int32
    scopes: tuple[str, ...]
    creation_date: Instant
    description: str | None = None
    access_token: str | None = None

    def __repr__(self) -> str:
        return f"ApiKeyToken({self.id}, …)"


class ApiKeyTokenChange(_Body, frozen=True):
    """``PUT /api/key/{apiKeyId}/token`` and ``POST …/token/{id}``."""

    description: str | None = None
    scopes: tuple[str, ...] | None = None


class AdvancedApply(_Body, frozen=True):
    """``PUT /api/key/{apiKeyId}/advanced``: the application for the Advanced API."""

    name: Text
    country: Text
    description: Text
    type: ApplicationType
    url: Text
    email: Text
    webhook_url: str
    webhook_features: Features
    restricted: bool


class AdvancedUpdate(_Body, frozen=True):
    """``POST /api/key/{apiKeyId}/advanced``: all that can be changed later."""

    webhook_url: str
    webhook_features: Features


class AdvancedApiKey(_Body, frozen=True):
    """``GET /api/key/{apiKeyId}/advanced``. ``secret`` is called required: empty as long as it is hidden."""

    name: str
    country: str
    description: str
    type: str
    url: str
    email: str
    webhook_url: str
    webhook_features: tuple[str, ...]
    restricted: bool
    secret: str
    status: KeyStatus
    creation_date: Instant
    update_date: Instant
    webhook_status: Literal["ACTIVE", "DEACTIVATED"] | None = None

    def __repr__(self) -> str:
        return f"AdvancedApiKey({self.name!r}, {self.status})"


class WebhookMessage(_Body, frozen=True):
    """A message as it was sent; the values of ``body`` are described as objects and are the payload's."""

    headers: dict[str, str]
    path: str
    body: dict[str, Any] | None = None
    timestamp: Instant | None = None


class WebhookLog(_Body, frozen=True):
    """One delivery. ``response`` is what Nuki sent, ``duration`` in milliseconds (D-whm)."""

    id: str
    account_id: Int32
    api_key_id: Int32
    created: Instant
    updated: Instant
    request_id: str | None = None
    succeeded: bool | None = None
    response_status: int | None = None
    duration: int | None = None
    response: WebhookMessage | None = None
