"""What a fault can do. Each is obeyed at one place, which knows the effect and no fault by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class AnswerInstead:
    """The call is not looked at; this is the answer."""

    status: int
    content_type: bytes
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True)
class Delays:
    """The answer is held back for ``seconds`` of the sandbox's time; the call itself is carried out at once."""

    seconds: float


@dataclass(frozen=True)
class NeverAnswers:
    """The call is not looked at, and nothing comes back until the caller gives up."""


@dataclass(frozen=True)
class HangsUp:
    """The connection is dropped without an answer: before the call is looked at, or after it was carried out."""


@dataclass(frozen=True)
class Relabels:
    """A good answer is labelled with another content type."""

    content_type: bytes


@dataclass(frozen=True)
class Truncates:
    """A good answer breaks off in its middle."""


@dataclass(frozen=True)
class Edits:
    """Fields of a good JSON answer are taken away, or have other values."""

    without: tuple[str, ...] = ()
    instead: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KillToken:
    """The access token presented is revoked for good, then the call goes on (and fails)."""


@dataclass(frozen=True)
class RefuseRefresh:
    """The grant is revoked; the answer is ``invalid_grant``."""


@dataclass(frozen=True)
class EndsEarlierTokens:
    """A code that is exchanged kills the access tokens of the account's earlier grants to the application."""


@dataclass(frozen=True)
class KeepsRefreshToken:
    """A renewal gives a new access token only; the refresh token presented stays valid."""


@dataclass(frozen=True)
class DeniesConsent:
    """Whoever signs in denies at once."""


@dataclass(frozen=True)
class ActAtOnce:
    """The device acts, and tells, before the call is answered."""


@dataclass(frozen=True)
class DeviceFails:
    """The device gives up: the state it shows then (None: the one it had), its log entry's, the webhook's code."""

    state: int | None
    log_state: int
    error_code: str


@dataclass(frozen=True)
class OutOfReach:
    """The device cannot be reached while the fault is armed."""


@dataclass(frozen=True)
class Shows:
    """The device shows these values while the fault is armed; before and after, its own."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KeepsNoLog:
    """The activity log is off while the fault is armed: no entries, no webhooks about them."""


class SignedBy(StrEnum):
    """The key under a webhook."""

    ITS_OWN = "its own"
    NOBODY = "nobody"
    """A signature of the right form and a wrong key."""
    ANOTHER = "another"
    """The application's other secret: a central webhook by an old client secret, a decentral by the client's."""


@dataclass(frozen=True)
class Tampered:
    """What becomes of one webhook.

    ``copies`` leave, after ``delay`` seconds; ``again`` is after how many seconds the same bytes leave once more.
    ``held``: it leaves behind the next one. ``spoil`` names a change of the body (keyturn.sandbox.webhooks.spoil).
    """

    copies: int = 1
    delay: float = 0.0
    again: float | None = None
    held: bool = False
    signed_by: SignedBy = SignedBy.ITS_OWN
    signed: bool = True
    spoil: str | None = None


Effect = (
    AnswerInstead
    | Delays
    | NeverAnswers
    | HangsUp
    | Relabels
    | Truncates
    | Edits
    | KillToken
    | RefuseRefresh
    | EndsEarlierTokens
    | DeniesConsent
    | KeepsRefreshToken
    | ActAtOnce
    | DeviceFails
    | OutOfReach
    | Shows
    | KeepsNoLog
    | Tampered
)
