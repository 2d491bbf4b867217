"""What the guest house is told by its environment."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """``url`` is our own public address; ``key`` the 32 bytes that tokens are encrypted with."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    key: bytes = field(repr=False)
    nuki_url: str = "https://api.nuki.io"
    nuki_ca_file: str | None = None
    database: str = "guesthouse.db"
    port: int = 8000
    confirm_seconds: float = 30.0
    support: str = "support@guesthouse.example"
    scopes: tuple[str, ...] = (
        *("smartlock.readOnly", "smartlock.action", "smartlock.auth", "smartlock.log", "webhook.central"),
    )

    @property
    def redirect_uri(self) -> str:
        """Registered at Nuki exactly so."""
        return f"{self.url}/callback"

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> Settings:
        """Raises ``SystemExit`` that names what is missing or wrong."""
        try:
            url, key = environ["GUESTHOUSE_URL"].rstrip("/"), base64.b64decode(environ["GUESTHOUSE_KEY"])
            client_id, client_secret = environ["NUKI_CLIENT_ID"], environ["NUKI_CLIENT_SECRET"]
        except KeyError as missing:
            raise SystemExit(f"Set {missing.args[0]} in the environment.") from None
        if not url.startswith("https://"):
            raise SystemExit("GUESTHOUSE_URL must begin with https://: Nuki sends nobody back over plain HTTP.")
        if len(key) != 32:
            raise SystemExit("GUESTHOUSE_KEY must be 32 bytes in base64: openssl rand -base64 32")
        return Settings(
            url=url,
            key=key,
            client_id=client_id,
            client_secret=client_secret,
            nuki_url=environ.get("NUKI_URL", Settings.nuki_url).rstrip("/"),
            nuki_ca_file=environ.get("NUKI_CA_FILE"),
            database=environ.get("GUESTHOUSE_DATABASE", Settings.database),
            port=int(environ.get("GUESTHOUSE_PORT", Settings.port)),
            confirm_seconds=float(environ.get("GUESTHOUSE_CONFIRM_SECONDS", Settings.confirm_seconds)),
            support=environ.get("GUESTHOUSE_SUPPORT", Settings.support),
        )
