"""The seed as a value, and how it becomes a world."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId, ApiKeyId
from keyturn.nuki.models.account import Account as AccountBody
from keyturn.nuki.models.account import AccountUser
from keyturn.nuki.models.api_key import ApiKeyToken, KeyStatus
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.nuki.scopes import Scope
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.inside import Inside
from keyturn.sandbox.errors import SeedError
from keyturn.sandbox.journal.labels import fingerprint
from keyturn.sandbox.seed import home
from keyturn.sandbox.seed.hardware import CREATED
from keyturn.sandbox.world.office import HandMadeToken
from keyturn.sandbox.world.people import Account, Advanced, Application
from keyturn.sandbox.world.permits import Token, Use
from keyturn.sandbox.world.settings import Settings
from keyturn.sandbox.world.world import World
from keyturn.secrecy import Secret

RULES = (
    Rule("Redirect and webhook addresses are https, without wildcards.", Confidence.DOCUMENTED, "D-oa2, S-25"),
)


API_TOKEN_SCOPES = frozenset(set(Scope) - {Scope.WEBHOOK_CENTRAL, Scope.WEBHOOK_DECENTRAL})
"""An API token carries all scopes but the webhooks' (documented: P-WH; reported: X-mon)."""


API_TOKEN_ID = "5a0e11c0ffee00000000d001"  # noqa: S105


@dataclass(frozen=True)
class SeedAccount:
    """An account with its devices, in the order the API lists them."""

    account_id: AccountId
    email: str
    password: Secret
    name: str
    smartlocks: tuple[Smartlock, ...]
    insides: Mapping[int, Inside] = field(default_factory=dict)
    """By smartlock id: what devices know besides what they show."""
    users: tuple[AccountUser, ...] = ()


@dataclass(frozen=True)
class SeedApplication:
    """The company's registration at Nuki."""

    name: str
    client_id: str
    client_secret: Secret
    api_key_id: ApiKeyId
    redirect_uris: tuple[str, ...]
    webhook_url: str | None = None
    webhook_features: tuple[Feature, ...] = (Feature.DEVICE_STATUS, Feature.DEVICE_LOGS)


@dataclass(frozen=True)
class Seed:
    """``api_token`` opens the first account. Raises :class:`SeedError` when made of values Nuki would refuse."""

    name: str
    accounts: tuple[SeedAccount, ...]
    application: SeedApplication
    api_token: Secret
    settings: Settings = field(default_factory=Settings)
    tables: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What it was read from."""

    def __post_init__(self) -> None:
        if not self.accounts:
            raise SeedError("A seed needs at least one account: add a table [[account]].")
        for uri in self.application.redirect_uris:
            check_address("redirect address", uri)
        if self.application.webhook_url is not None:
            check_address("webhook address", self.application.webhook_url)
        emails = [account.email.lower() for account in self.accounts]
        devices = [str(shown.smartlock_id) for account in self.accounts for shown in account.smartlocks]
        for what, values in (("email", emails), ("device", devices)):
            twice = [value for value, count in Counter(values).items() if count > 1]
            if twice:
                raise SeedError(f"The {what} {twice[0]} is there twice: give each its own.")

    @classmethod
    def home(cls) -> Seed:
        """A believable home; always the same."""
        return _read(home.TABLES)

    @classmethod
    def from_toml(cls, path: Path) -> Seed:
        """A seed from a file, in the form ``keyturn.sandbox.seed.home`` shows."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as trouble:
            raise SeedError(
                f"The seed file {path} cannot be read: {trouble.strerror}. Check the path."
            ) from trouble
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
            raise SeedError(f"The seed file {path} is not TOML: {trouble}. Mend that line.") from trouble
        return _read(tables)

    @classmethod
    def from_text(cls, text: str) -> Seed:
        """A seed from the text of such a file. Raises :class:`SeedError`."""
        try:
            return _read(tomllib.loads(text))
        except tomllib.TOMLDecodeError as trouble:
            raise SeedError(f"The seed is not TOML: {trouble}. Mend that line.") from trouble

    def with_application(self, redirect_uris: tuple[str, ...], webhook_url: str | None = None) -> Seed:
        """The same seed with other addresses of the application. Raises :class:`SeedError`."""
        changed = replace(self.application, redirect_uris=tuple(redirect_uris), webhook_url=webhook_url)
        return replace(self, application=changed)

    def furnish(self, world: World) -> None:
        """Fill an empty world."""
        world.settings = self.settings
        labels = world.journal.labels
        for one in self.accounts:
            shown = AccountBody(
                account_id=one.account_id,
                type=0,
                email=one.email,
                name=one.name,
                creation_date=to_wire(CREATED),
                update_date=to_wire(CREATED),
                email_verified=True,
                language="en",
            )
            world.accounts[one.account_id] = Account(
                one.account_id, one.email, fingerprint(one.password.reveal()), shown, seeded=True
            )
            labels.of("password", one.password.reveal())
            for smartlock in one.smartlocks:
                # Copied: a device changes what it knows, and a reset wants the seed's.
                world.add_device(Device(smartlock, inside=deepcopy(one.insides.get(smartlock.smartlock_id))))
            world.office.users.update({user.account_user_id: user for user in one.users})
        app = self.application
        world.applications[app.client_id] = Application(
            app.name,
            app.client_id,
            app.client_secret,
            app.api_key_id,
            app.redirect_uris,
            app.webhook_url,
            app.webhook_features,
            created=to_wire(CREATED),
            owner=self.accounts[0].account_id,
            description=app.name,
            advanced=_granted(app),
            seeded=True,
        )
        labels.of("client-secret", app.client_secret.reveal())
        api_token = self.api_token.reveal()
        made = ApiKeyToken(
            id=API_TOKEN_ID,
            account_id=self.accounts[0].account_id,
            scopes=tuple(sorted(str(scope) for scope in API_TOKEN_SCOPES)),
            creation_date=to_wire(CREATED),
            description="The token that comes with the home",
        )
        world.office.hand_made[API_TOKEN_ID] = HandMadeToken(
            api_key_id=app.api_key_id, mark=fingerprint(api_token), shown=made
        )
        bearer = Token(
            use=Use.API,
            label=labels.of("api-token", api_token),
            account_id=self.accounts[0].account_id,
            scopes=frozenset(str(scope) for scope in API_TOKEN_SCOPES),
        )
        world.add_token(api_token, bearer)


def _granted(app: SeedApplication) -> Advanced:
    return Advanced(
        name=app.name,
        country="Austria",
        description="Opens doors for guests of the house.",
        type="SMART_HOME",
        url="https://harbour-stays.example",
        email="doors@harbour-stays.example",
        restricted=False,
        status=KeyStatus.ACTIVE,
        created=to_wire(CREATED),
        updated=to_wire(CREATED),
    )


def check_address(what: str, address: str) -> None:
    """What Nuki registers is HTTPS, whole and without wildcards. Raises :class:`SeedError`."""
    try:
        parts = urlsplit(address)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise SeedError(f"The {what} {address!r} is not an https address: Nuki registers only https://host/path.")
    if "#" in address or "*" in address:
        raise SeedError(f"The {what} {address!r} has a # or a *: register one exact address, without either.")


def _read(tables: dict[str, Any]) -> Seed:
    from keyturn.sandbox.seed.tables import read  # it makes what is defined here

    return read(tables)
