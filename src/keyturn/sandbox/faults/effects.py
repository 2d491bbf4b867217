"""What a fault can do. Each is obeyed at one place, which knows the effect and no fault by name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec


class AnswerInstead(msgspec.Struct, frozen=True):
    """The call is not looked at; this is the answer."""

    status: int
    content_type: bytes
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Delays(msgspec.Struct, frozen=True):
    """The answer is held back for ``seconds`` of the sandbox's time; the call itself is carried out at once."""

    seconds: float


class NeverAnswers(msgspec.Struct, frozen=True):
    """The call is not looked at, and nothing comes back until the caller gives up."""


class HangsUp(msgspec.Struct, frozen=True):
    """The connection is dropped without an answer: before the call is looked at, or after it was carried out."""


class Relabels(msgspec.Struct, frozen=True):
    """A good answer is labelled with another content type."""

    content_type: bytes


class Truncates(msgspec.Struct, frozen=True):
    """A good answer breaks off in its middle."""


class Edits(msgspec.Struct, frozen=True):
    """Fields of a good JSON answer are taken away, or have other values."""

    without: tuple[str, ...] = ()
    instead: Mapping[str, Any] = msgspec.field(default_factory=dict)


class KillToken(msgspec.Struct, frozen=True):
    """The access token presented is revoked for good, then the call goes on (and fails)."""


class RefuseRefresh(msgspec.Struct, frozen=True):
    """The grant is revoked; the answer is ``invalid_grant``."""


class EndsEarlierTokens(msgspec.Struct, frozen=True):
    """A code that is exchanged kills the access tokens of the account's earlier grants to the application."""


class KeepsRefreshToken(msgspec.Struct, frozen=True):
    """A renewal gives a new access token only; the refresh token presented stays valid."""


class DeniesConsent(msgspec.Struct, frozen=True):
    """Whoever signs in denies at once."""


class ActAtOnce(msgspec.Struct, frozen=True):
    """The device acts, and tells, before the call is answered."""


class DeviceFails(msgspec.Struct, frozen=True):
    """The device gives up: the state it shows then (None: the one it had), its log entry's, the webhook's code."""

    state: int | None
    log_state: int
    error_code: str


class OutOfReach(msgspec.Struct, frozen=True):
    """The device cannot be reached while the fault is armed."""


class Shows(msgspec.Struct, frozen=True):
    """The device shows these values while the fault is armed; before and after, its own."""

    fields: Mapping[str, Any] = msgspec.field(default_factory=dict)
    state: Mapping[str, Any] = msgspec.field(default_factory=dict)


class KeepsNoLog(msgspec.Struct, frozen=True):
    """The activity log is off while the fault is armed: no entries, no webhooks about them."""


class ForgetsKey(msgspec.Struct, frozen=True):
    """A new or changed authorization is listed and confirmed, and the device never learns of it."""


class KeepsKey(msgspec.Struct, frozen=True):
    """A deletion is answered as done, and the authorization stays: in the list and on the device."""


class LosesKey(msgspec.Struct, frozen=True):
    """Whatever was to change is lost on its way, as if the device were out of reach."""


class LateKey(msgspec.Struct, frozen=True):
    """The change reaches the device after ``seconds`` more."""

    seconds: float


class SignedBy(StrEnum):
    """The key under a webhook."""

    ITS_OWN = "its own"
    NOBODY = "nobody"
    """A signature of the right form and a wrong key."""
    ANOTHER = "another"
    """The application's other secret: a central webhook by an old client secret, a decentral by the client's."""


class Tampered(msgspec.Struct, frozen=True):
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
    | ForgetsKey
    | KeepsKey
    | LosesKey
    | LateKey
)
