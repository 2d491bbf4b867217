"""Reading a seed's tables. Whatever is wrong is told with its place and its remedy."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId, ApiKeyId
from keyturn.nuki.models.account import AccountUser
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.errors import SeedError
from keyturn.sandbox.seed.doors import SmartlockTable, device
from keyturn.sandbox.seed.hardware import CREATED
from keyturn.sandbox.seed.seed import Seed, SeedAccount, SeedApplication
from keyturn.sandbox.world.settings import Settings
from keyturn.secrecy import Secret


class _User(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account_user_id: int
    email: str
    name: str


class _Account(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account_id: int
    email: str
    password: str
    name: str
    user: tuple[_User, ...] = ()
    smartlock: tuple[SmartlockTable, ...] = ()


class _Application(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str = "Example application"
    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-client-secret-9b27d4c1e8f35a60"  # noqa: S105
    api_key_id: int = 4711
    redirect_uris: tuple[str, ...] = ("https://127.0.0.1:8443/connect/callback",)
    webhook_url: str | None = None
    webhook_features: tuple[Feature, ...] = (Feature.DEVICE_STATUS, Feature.DEVICE_LOGS)


class _Tables(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account: tuple[_Account, ...]
    name: str = "seed"
    api_token: str = "sandbox-api-token-6f1d2c8e5b7a4093"  # noqa: S105
    settings: Settings = msgspec.field(default_factory=Settings)
    application: _Application = msgspec.field(default_factory=_Application)


def read(tables: dict[str, Any]) -> Seed:
    """The seed the tables describe. Raises :class:`SeedError`."""
    try:
        given = msgspec.convert(tables, _Tables)
    except msgspec.ValidationError as trouble:
        raise SeedError(f"The seed cannot be used: {trouble}. The built-in seed shows every table.") from trouble
    return Seed(
        name=given.name,
        accounts=tuple(_account(one) for one in given.account),
        application=_application(given.application),
        api_token=Secret(given.api_token),
        settings=given.settings,
        tables=tables,
    )


def _application(given: _Application) -> SeedApplication:
    return SeedApplication(
        name=given.name,
        client_id=given.client_id,
        client_secret=Secret(given.client_secret),
        api_key_id=ApiKeyId(given.api_key_id),
        redirect_uris=given.redirect_uris,
        webhook_url=given.webhook_url,
        webhook_features=given.webhook_features,
    )


def _account(given: _Account) -> SeedAccount:
    account_id = AccountId(given.account_id)
    devices = [device(account_id, one, 100 + number) for number, one in enumerate(given.smartlock)]
    when = to_wire(CREATED)
    users = tuple(
        AccountUser(
            account_user_id=one.account_user_id,
            account_id=account_id,
            email=one.email,
            name=one.name,
            creation_date=when,
            update_date=when,
        )
        for one in given.user
    )
    return SeedAccount(
        account_id,
        given.email,
        Secret(given.password),
        given.name,
        tuple(shown for shown, _ in devices),
        insides={shown.smartlock_id: inside for shown, inside in devices},
        users=users,
    )
