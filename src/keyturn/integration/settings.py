"""What an installation is told: one frozen value, read once, passed on as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from keyturn.integration.environment import Environment
from keyturn.nuki.endpoints import BASE_URL
from keyturn.nuki.scopes import Scope
from keyturn.nuki.scopes import parse as parse_scopes
from keyturn.secrecy import Secret

CALLBACK_PATH = "/connect/callback"


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
    """How often it is looked what is due, and whether a registration or a door needs care."""
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
        wanted = {
            Scope.SMARTLOCK_CONFIG: self.configure,
            Scope.SMARTLOCK_LOG: self.activity,
            Scope.SMARTLOCK_AUTH: self.access,
        }
        missing = (scope for scope, on in wanted.items() if on and scope not in self.scopes)
        object.__setattr__(self, "scopes", (*self.scopes, *missing))

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
        told = Environment(environ)
        mode = told.one_of("KEYTURN_WEBHOOKS", WebhookMode, WebhookMode.DECENTRAL)
        hook = Scope.WEBHOOK_CENTRAL if mode is WebhookMode.CENTRAL else Scope.WEBHOOK_DECENTRAL
        secret_file = told.path("KEYTURN_CLIENT_SECRET_FILE")
        patience = float(told.number("KEYTURN_CONFIRM_SECONDS", Settings.confirm_seconds, 600, "seconds"))
        most = told.span("KEYTURN_SESSION_MAX", Settings.session_seconds)
        settings = Settings(
            base_url=told.public("KEYTURN_BASE_URL"),
            client_id=told.needed("KEYTURN_CLIENT_ID"),
            client_secret=Secret("" if secret_file else told.needed("KEYTURN_CLIENT_SECRET")),
            client_secret_file=secret_file,
            vault_keys=Secret(told.text("KEYTURN_VAULT_KEYS")),
            vault_keys_file=told.path("KEYTURN_VAULT_KEYS_FILE"),
            vault_key_command=told.text("KEYTURN_VAULT_KEY_COMMAND"),
            database=told.database("KEYTURN_DATABASE"),
            nuki_url=told.https("KEYTURN_NUKI_URL", BASE_URL),
            nuki_ca_file=told.path("KEYTURN_NUKI_CA_FILE"),
            former_client_secret=told.secret("KEYTURN_FORMER_CLIENT_SECRET"),
            nuki_api_token=told.secret("KEYTURN_NUKI_API_TOKEN"),
            webhooks=mode,
            scopes=parse_scopes(told.text("KEYTURN_SCOPES", " ".join((*_LEAST_SCOPES, hook)))),
            company=told.text("KEYTURN_COMPANY", "Keyturn"),
            theme=told.path("KEYTURN_THEME"),
            guide=told.path("KEYTURN_GUIDE"),
            embed_origins=told.origins("KEYTURN_EMBED_ORIGINS"),
            support=told.text("KEYTURN_SUPPORT"),
            confirm_seconds=patience,
            **_kept(told),
            sweep_seconds=min(Settings.sweep_seconds, patience),
            notify_loopback=told.switch("KEYTURN_NOTIFY_LOOPBACK"),
            notify_ca_file=told.path("KEYTURN_NOTIFY_CA_FILE"),
            access=told.switch("KEYTURN_ACCESS"),
            activity=told.switch("KEYTURN_ACTIVITY"),
            configure=told.switch("KEYTURN_CONFIGURE"),
            operator_token=told.operator_token("KEYTURN_OPERATOR_TOKEN"),
            log=told.log("KEYTURN_LOG"),
            session_seconds=most,
            session_idle_seconds=min(most, told.span("KEYTURN_SESSION_IDLE", Settings.session_idle_seconds)),
        )
        told.exactly_one("KEYTURN_VAULT_KEYS", "KEYTURN_VAULT_KEYS_FILE", "KEYTURN_VAULT_KEY_COMMAND")
        return settings


def _kept(told: Environment) -> dict[str, Any]:
    """Every ``keep_…``, each from the variable of its name, in the unit it ends with."""
    kept = {each.name: each.default for each in fields(Settings) if each.name.startswith("keep_")}
    return {
        name: told.number(f"KEYTURN_{name.upper()}", default, 3650, name.rpartition("_")[2])
        for name, default in kept.items()
        if isinstance(default, int)
    }
