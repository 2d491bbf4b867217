"""Reading a seed's tables. Whatever is wrong is told with its place and its remedy."""

from __future__ import annotations

from typing import Any

import msgspec

from keyturn.nuki.codes import DeviceType, LockState, OpenerState
from keyturn.nuki.ids import AccountId, ApiKeyId
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.errors import SeedError
from keyturn.sandbox.seed import hardware
from keyturn.sandbox.seed.seed import Seed, SeedAccount, SeedApplication
from keyturn.sandbox.world.settings import Settings
from keyturn.secrecy import Secret


class _Smartlock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    type: int
    nuki_id: str
    name: str
    state: str | None = None
    battery: int = 84
    knob: bool = False
    door_sensor: bool = False
    keypad: bool = False
    auto_lock_seconds: int | None = None


class _Account(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    account_id: int
    email: str
    password: str
    name: str
    smartlock: tuple[_Smartlock, ...] = ()


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
    smartlocks = tuple(_smartlock(account_id, one, 100 + number) for number, one in enumerate(given.smartlock))
    return SeedAccount(account_id, given.email, Secret(given.password), given.name, smartlocks)


def _smartlock(account_id: AccountId, given: _Smartlock, auth_id: int) -> Smartlock:
    try:
        match given.type:
            case DeviceType.OPENER:
                state = OpenerState[(given.state or "online").upper()]
                return hardware.opener(account_id, given.nuki_id, given.name, auth_id=auth_id, state=state)
            case (
                DeviceType.SMART_LOCK_2 | DeviceType.SMART_DOOR | DeviceType.SMART_LOCK_4 | DeviceType.SMART_LOCK_5
            ):
                return hardware.lock(
                    account_id,
                    given.nuki_id,
                    given.name,
                    auth_id=auth_id,
                    kind=DeviceType(given.type),
                    state=LockState[(given.state or "locked").upper()],
                    battery=given.battery,
                    knob=given.knob,
                    door_sensor=given.door_sensor,
                    keypad=given.keypad,
                    auto_lock_seconds=given.auto_lock_seconds,
                )
    except KeyError:
        known = OpenerState if given.type == DeviceType.OPENER else LockState
        names = ", ".join(member.name.lower() for member in known)
        raise SeedError(f"{given.name!r}: there is no state {given.state!r}. Use one of: {names}.") from None
    except ValueError as trouble:
        raise SeedError(f"{given.name!r}: {trouble} Example: 1A2B3C4D.") from None
    raise SeedError(f"{given.name!r}: the sandbox has no devices of type {given.type} yet. Use 0, 2, 3, 4 or 5.")
