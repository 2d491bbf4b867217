"""Who there is: accounts and applications, and where applications are told what happens."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Literal

import msgspec

from keyturn.nuki.ids import AccountId, ApiKeyId, WebhookId
from keyturn.nuki.models.account import Account as AccountBody
from keyturn.nuki.models.api_key import KeyStatus
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.secrecy import Secret


@dataclass
class Account:
    """A Nuki Web account; ``shown`` is what the API tells about it."""

    account_id: AccountId
    email: str
    password_mark: str
    shown: AccountBody
    seeded: bool = False
    changed: bool = False
    """Whether it has to be kept although the seed has it."""

    def change_password(self, password: str) -> None:
        """From now on it is opened with another one."""
        self.password_mark, self.changed = fingerprint(password), True

    def opens_with(self, password: str) -> bool:
        """Whether this is its password; only a fingerprint of it is known."""
        return hmac.compare_digest(self.password_mark, fingerprint(password))


class Advanced(msgspec.Struct, frozen=True, kw_only=True):
    """An application for the Advanced API, and what became of it."""

    name: str
    country: str
    description: str
    type: str
    url: str
    email: str
    restricted: bool
    status: KeyStatus
    created: str
    updated: str
    webhook_status: Literal["ACTIVE", "DEACTIVATED"] = "ACTIVE"

    @property
    def open(self) -> bool:
        """Whether Nuki said yes: then the client secret shows, and webhooks are sent."""
        return self.status in {KeyStatus.TESTING, KeyStatus.ACTIVE}


@dataclass
class Application:
    """A company's registration at Nuki. The secret is kept in clear because it signs central webhooks."""

    name: str
    client_id: str
    client_secret: Secret
    api_key_id: ApiKeyId
    redirect_uris: tuple[str, ...]
    webhook_url: str | None
    webhook_features: tuple[Feature, ...]
    created: str
    owner: AccountId | None = None
    description: str | None = None
    advanced: Advanced | None = None
    seeded: bool = False
    changed: bool = False

    @property
    def central_url(self) -> str | None:
        """Where central webhooks go: nowhere before the Advanced API is granted, or while they are switched off."""
        granted = self.advanced is not None and self.advanced.open and self.advanced.webhook_status == "ACTIVE"
        return self.webhook_url if granted else None


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """A decentral webhook. The secret is kept in clear because it signs."""

    webhook_id: WebhookId
    account_id: AccountId
    client_id: str
    url: str
    features: tuple[str, ...]
    secret: str

    def __repr__(self) -> str:
        return f"Registration({self.webhook_id})"
