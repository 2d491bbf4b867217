"""Who there is: accounts and applications, and where applications are told what happens."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from keyturn.nuki.ids import AccountId, ApiKeyId, WebhookId
from keyturn.nuki.models.account import Account as AccountBody
from keyturn.nuki.webhooks import Feature
from keyturn.secrecy import Secret


@dataclass
class Account:
    """A Nuki Web account; ``shown`` is what the API tells about it."""

    account_id: AccountId
    email: str
    password: Secret
    shown: AccountBody


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
