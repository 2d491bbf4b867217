"""What a bearer may do: grants, their tokens, authorization codes, and consents in the making.

Secrets are kept as fingerprints: they only have to be recognised.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from keyturn.nuki.dates import Instant
from keyturn.nuki.ids import AccountId


class Grant(msgspec.Struct, kw_only=True):
    """An account's permission to an application: every token that came of one consent."""

    grant_id: int
    account_id: AccountId
    client_id: str
    scopes: tuple[str, ...]
    since: Instant
    ends: Instant
    """When its newest refresh token expires."""
    revoked: bool = False
    devices: frozenset[int] | None = None
    """The devices the person picked; None for all, those of tomorrow included."""

    def covers(self, smartlock_id: int | None) -> bool:
        """Whether the permission reaches this device; what concerns no device is always covered."""
        return self.devices is None or smartlock_id is None or smartlock_id in self.devices

    def live(self, now: datetime) -> bool:
        """Whether it can still give access."""
        return not self.revoked and now < self.ends


class Use(StrEnum):
    """What a token is for."""

    ACCESS = "access"
    REFRESH = "refresh"
    API = "api"


class Token(msgspec.Struct, kw_only=True):
    """``scopes`` is a set for the check on every call. An API token has no grant and no end."""

    use: Use
    label: str
    account_id: AccountId
    scopes: frozenset[str]
    grant_id: int | None = None
    client_id: str | None = None
    expires: Instant | None = None
    dead: bool = False
    """Spent, if it is a refresh token; revoked otherwise."""

    def live(self, now: datetime) -> bool:
        """Apart from its grant, which has to be live too."""
        return not self.dead and (self.expires is None or now < self.expires)


class Code(msgspec.Struct, kw_only=True):
    """An authorization code: single use, for one application and one redirect address."""

    client_id: str
    account_id: AccountId
    redirect_uri: str
    scopes: tuple[str, ...]
    expires: Instant
    challenge: str | None = None
    challenge_method: str = "plain"
    devices: frozenset[int] | None = None
    grant_id: int | None = None
    """What it gave, once it was used."""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A consent in the making, bound to one browser by the fingerprint of its cookie."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None
    challenge: str | None
    challenge_method: str
    browser: str
    expires: Instant
    account_id: AccountId | None = None
