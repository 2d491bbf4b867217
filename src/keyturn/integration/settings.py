"""What an installation is told: one frozen value, read once, passed on as an argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyturn.integration.errors import OperatorError
from keyturn.nuki.endpoints import BASE_URL
from keyturn.nuki.scopes import Scope
from keyturn.nuki.scopes import parse as parse_scopes
from keyturn.secrecy import Secret

CALLBACK_PATH = "/connect/callback"
OPERATOR_TOKEN_LEAST = 32
"""Characters. Nobody counts attempts, so it must not be guessed."""


class WebhookMode(StrEnum):
    """Where Nuki sends events: one address per connected account, or one for the whole application."""

    DECENTRAL = "decentral"
    CENTRAL = "central"


_LEAST_SCOPES = (Scope.SMARTLOCK_READ_ONLY, Scope.SMARTLOCK_ACTION)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Durations in seconds. ``vault_keys`` is ``id:base64key[,id:base64key…]``; the first one seals."""

    base_url: str
    client_id: str
    client_secret: Secret
    database: Path | Secret
    """A file of SQLite, or the address of a PostgreSQL: a secret, because it carries a password."""
    vault_keys: Secret = field(default_factory=lambda: Secret(""))
    vault_keys_file: Path | None = None
    vault_key_command: str = ""
    """One of the three says the vault's keys: the text itself, a file of it, or a command that prints it."""
    client_secret_file: Path | None = None
    """Where `keyturn apply` left the client secret, which is then empty here until the vault has opened it."""
    nuki_url: str = BASE_URL
    nuki_ca_file: Path | None = None
    former_client_secret: Secret | None = None
    """While the client secret is changed: central webhooks signed with the one before are taken, too."""
    nuki_api_token: Secret | None = None
    """Of the account that owns the application: with it, a central address Nuki switched off is switched on again."""
    webhooks: WebhookMode = WebhookMode.DECENTRAL
    scopes: tuple[str, ...] = (*_LEAST_SCOPES, Scope.WEBHOOK_DECENTRAL)
    company: str = "Keyturn"
    theme: Path | None = None
    """A file of TOML with the company's look; see ``docs/theme.md``."""
    guide: Path | None = None
    """The folder of a customers' guide, shown at ``/help`` instead of the built-in page; see ``docs/guide.md``."""
    embed_origins: tuple[str, ...] = ()
    """Who may show the customers' pages in a frame; with any, cookies are sent there, each kept to the framing site."""
    support: str = ""
    confirm_seconds: float = 30.0
    """How long an accepted action waits for its webhook. Nuki names no limit; ours."""
    sweep_seconds: float = 5.0
    care_seconds: float = 15.0
    """How often it is looked whether a registration or a door needs care; what is asked of Nuki has pauses of its own."""
    keep_webhooks_days: int = 7
    """How long settled webhooks of Nuki are kept, to look into a complaint."""
    keep_events_days: int = 30
    """How far back the company's systems can catch up."""
    keep_deliveries_days: int = 30
    """What became of each event at each endpoint; never longer than the event itself."""
    keep_activity_days: int = 365
    """Entries of the doors' activity logs, which name persons."""
    keep_actions_days: int = 90
    """Door actions that nobody waits for any more."""
    keep_access_days: int = 90
    """Codes that are gone, and invitations after their end."""
    keep_cases_days: int = 180
    """Support cases after they were solved."""
    keep_mishaps_days: int = 30
    """What failed, by the reference that was shown."""
    keep_repeats_hours: int = 24
    """How long a repeated request of ``/v1`` is recognised by its idempotency key."""
    keep_sessions_hours: int = 24
    """Sessions after their end."""
    keep_states_hours: int = 24
    """Connections begun, connect links and tickets of page sessions after their end."""
    notify_loopback: bool = False
    """For development only: events may be sent to this machine itself, also without TLS."""
    notify_ca_file: Path | None = None
    """Authorities trusted for events out besides the system's: for receivers inside the company."""
    session_seconds: float = 12 * 3600.0
    """After that a customer signs in anew, whatever is done."""
    session_idle_seconds: float = 2 * 3600.0
    """After that without a page opened or a button pressed; an open page that refreshes itself does not count."""
    access: bool = False
    """Keypad codes and invitations: asks for scope ``smartlock.auth`` and for DEVICE_AUTHS, which nobody else needs."""
    activity: bool = False
    """The doors' activity logs: asks for scope ``smartlock.log`` and for DEVICE_LOGS, which nobody else needs."""
    configure: bool = False
    """Changing a door's settings: asks for scope ``smartlock.config``, which nobody else needs."""

    operator_token: Secret | None = None
    """Opens the operator's console and figures; without it there are none."""

    log: str = ""
    """``text`` or ``json``: what is written of each request and each mishap. Empty: warnings only, as text."""

    def __post_init__(self) -> None:
        if self.configure and Scope.SMARTLOCK_CONFIG not in self.scopes:
            object.__setattr__(self, "scopes", (*self.scopes, Scope.SMARTLOCK_CONFIG))
        if self.activity and Scope.SMARTLOCK_LOG not in self.scopes:
            object.__setattr__(self, "scopes", (*self.scopes, Scope.SMARTLOCK_LOG))
        if self.access and Scope.SMARTLOCK_AUTH not in self.scopes:
            object.__setattr__(self, "scopes", (*self.scopes, Scope.SMARTLOCK_AUTH))

    @property
    def root_path(self) -> str:
        """The path below which everything lies, like ``/locks``; nothing at the root of a host."""
        return urlsplit(self.base_url).path

    @property
    def redirect_uri(self) -> str:
        """The one callback address, exactly as it must be registered. Serves: registered-https-redirect."""
        return self.base_url + CALLBACK_PATH

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> Settings:
        """Read ``KEYTURN_…``; raises :class:`OperatorError` that names the variable and the remedy."""
        mode = _one_of(environ, "KEYTURN_WEBHOOKS", WebhookMode, WebhookMode.DECENTRAL)
        hook = Scope.WEBHOOK_CENTRAL if mode is WebhookMode.CENTRAL else Scope.WEBHOOK_DECENTRAL
        ca_file = environ.get("KEYTURN_NUKI_CA_FILE")
        secret_file = environ.get("KEYTURN_CLIENT_SECRET_FILE", "").strip()
        patience = _seconds(environ, "KEYTURN_CONFIRM_SECONDS", Settings.confirm_seconds)
        return Settings(
            base_url=_public(environ, "KEYTURN_BASE_URL"),
            client_id=_needed(environ, "KEYTURN_CLIENT_ID"),
            client_secret=Secret("" if secret_file else _needed(environ, "KEYTURN_CLIENT_SECRET")),
            client_secret_file=Path(secret_file) if secret_file else None,
            vault_keys=Secret(environ.get("KEYTURN_VAULT_KEYS", "").strip()),
            vault_keys_file=Path(keys_file) if (keys_file := _vault_source(environ)) else None,
            vault_key_command=environ.get("KEYTURN_VAULT_KEY_COMMAND", "").strip(),
            database=_database(environ),
            nuki_url=_https(environ, "KEYTURN_NUKI_URL", BASE_URL),
            nuki_ca_file=Path(ca_file) if ca_file else None,
            former_client_secret=Secret(former)
            if (former := environ.get("KEYTURN_FORMER_CLIENT_SECRET"))
            else None,
            nuki_api_token=Secret(told) if (told := environ.get("KEYTURN_NUKI_API_TOKEN", "").strip()) else None,
            webhooks=mode,
            scopes=parse_scopes(environ.get("KEYTURN_SCOPES", " ".join((*_LEAST_SCOPES, hook)))),
            company=environ.get("KEYTURN_COMPANY", "Keyturn"),
            theme=Path(theme) if (theme := environ.get("KEYTURN_THEME", "").strip()) else None,
            guide=Path(guide) if (guide := environ.get("KEYTURN_GUIDE", "").strip()) else None,
            embed_origins=_origins(environ, "KEYTURN_EMBED_ORIGINS"),
            support=environ.get("KEYTURN_SUPPORT", ""),
            confirm_seconds=patience,
            **_kept(environ),
            sweep_seconds=min(Settings.sweep_seconds, patience),
            notify_loopback=_switch(environ, "KEYTURN_NOTIFY_LOOPBACK"),
            notify_ca_file=Path(notify_ca) if (notify_ca := environ.get("KEYTURN_NOTIFY_CA_FILE")) else None,
            access=_switch(environ, "KEYTURN_ACCESS"),
            activity=_switch(environ, "KEYTURN_ACTIVITY"),
            configure=_switch(environ, "KEYTURN_CONFIGURE"),
            operator_token=_operator_token(environ),
            log=_log(environ),
            session_seconds=(most := _span(environ, "KEYTURN_SESSION_MAX", Settings.session_seconds)),
            session_idle_seconds=min(most, _span(environ, "KEYTURN_SESSION_IDLE", Settings.session_idle_seconds)),
        )


def _wrong(name: str, what: str, remedy: str) -> OperatorError:
    return OperatorError(f"{name} {what}", remedy=remedy, code="setting-wrong")


def _needed(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise _wrong(name, "is not set.", f"Set {name} in the environment; the README lists every variable.")
    return value


def _vault_source(environ: Mapping[str, str]) -> str:
    """The file of the vault's keys, if that is where they are; they are in one place only."""
    names = ("KEYTURN_VAULT_KEYS", "KEYTURN_VAULT_KEYS_FILE", "KEYTURN_VAULT_KEY_COMMAND")
    given = [name for name in names if environ.get(name, "").strip()]
    if len(given) > 1:
        raise _wrong(given[1], f"is set beside {given[0]}.", "Set one of the two: the keys have one source.")
    return environ.get(names[1], "").strip() if given else _needed(environ, names[0])


def _https(environ: Mapping[str, str], name: str, default: str | None = None) -> str:
    value = environ.get(name, "").strip() or default or _needed(environ, name)
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
        raise _wrong(name, f"is {value!r}.", f"Set {name} to an address like https://example.com: HTTPS only.")
    return value.rstrip("/")


def _public(environ: Mapping[str, str], name: str) -> str:
    value = _https(environ, name)
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", urlsplit(value).path):
        remedy = f"Set {name} to an address with a plain path or none, like https://example.com/locks."
        raise _wrong(name, f"is {value!r}.", remedy)
    return value


def _origins(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    origins = tuple(environ.get(name, "").split())
    for origin in origins:
        if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
            remedy = f"Set {name} to exact origins like https://app.example.com: no path, no wildcard."
            raise _wrong(name, f"has {origin!r}.", remedy)
    return origins


def _one_of(environ: Mapping[str, str], name: str, kind: type[WebhookMode], default: WebhookMode) -> WebhookMode:
    value = environ.get(name, default)
    try:
        return kind(value)
    except ValueError:
        allowed = " or ".join(kind)
        raise _wrong(name, f"is {value!r}.", f"Set {name} to {allowed}.") from None


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    value = environ.get(name, "").strip() or f"{default:g}"
    if not value.isdecimal() or not 1 <= int(value) <= 600:
        raise _wrong(name, f"is {value!r}.", f"Set {name} to a whole number of seconds from 1 to 600.")
    return float(value)


def _kept(environ: Mapping[str, str]) -> dict[str, Any]:
    """Every ``keep_…``, each from the variable of its name, in the unit it ends with."""
    kept = {each.name: each.default for each in fields(Settings) if each.name.startswith("keep_")}
    for field_name, default in kept.items():
        name, unit = f"KEYTURN_{field_name.upper()}", field_name.rpartition("_")[2]
        value = environ.get(name, "").strip() or str(default)
        if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= 3650:
            raise _wrong(name, f"is {value!r}.", f"Set {name} to a whole number of {unit} from 1 to 3650.")
        kept[field_name] = int(value)
    return kept


def _span(environ: Mapping[str, str], name: str, default: float) -> float:
    value = environ.get(name, "").strip() or f"{default / 60:.0f}m"
    seconds = {"m": 60, "h": 3600, "d": 86400}.get(value[-1], 0)
    number = int(value[:-1]) if re.fullmatch("[0-9]{1,4}", value[:-1]) else 0
    if not 60 <= number * seconds <= 30 * 86400:
        raise _wrong(name, f"is {value!r}.", f"Set {name} to a time like 30m, 12h or 7d, at most 30 days.")
    return float(number * seconds)


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip() or "off"
    if value not in ("on", "off"):
        raise _wrong(name, f"is {value!r}.", f"Set {name} to on or off.")
    return value == "on"


def _log(environ: Mapping[str, str]) -> str:
    value = environ.get("KEYTURN_LOG", "").strip()
    if value not in ("", "text", "json"):
        raise _wrong("KEYTURN_LOG", f"is {value!r}.", "Set KEYTURN_LOG to text or json.")
    return value


def _operator_token(environ: Mapping[str, str]) -> Secret | None:
    name = "KEYTURN_OPERATOR_TOKEN"
    value = environ.get(name, "").strip()
    if value and len(value) < OPERATOR_TOKEN_LEAST:
        remedy = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        raise _wrong(name, f"has fewer than {OPERATOR_TOKEN_LEAST} characters.", remedy)
    return Secret(value) if value else None


def _database(environ: Mapping[str, str]) -> Path | Secret:
    name = "KEYTURN_DATABASE"
    value = _needed(environ, name)
    kind, _, place = value.partition(":")
    remedy = "Set it to sqlite:PATH, like sqlite:state/keyturn.db, or to postgresql://USER:PASSWORD@HOST/NAME."
    if kind in ("postgresql", "postgres"):
        if not _names_a_database(value):
            raise _wrong(name, "is a PostgreSQL address that names no database, or is badly written.", remedy)
        return Secret(value)
    if "@" in value:
        raise _wrong(name, "is an address of no database we know, not shown: it may hold a password.", remedy)
    if kind != "sqlite" or not place:
        raise _wrong(name, f"is {value!r}.", remedy)
    return Path(place)


def _names_a_database(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.path.strip("/")) and (parts.port or 0) >= 0
    except ValueError:
        return False
