"""What a fault is, and the effects it can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from keyturn.nuki.ids import SmartlockId


class Hook(StrEnum):
    """Where a fault strikes."""

    BEFORE = "before"
    """Before a call is looked at."""
    AFTER = "after"
    """When a call was accepted, before it is answered."""
    ON_DEVICE = "on_device"
    """When a device is about to act."""
    ON_WEBHOOK = "on_webhook"
    """When a webhook is about to leave."""
    ON_TOKEN = "on_token"  # noqa: S105
    """When a refresh token is presented."""


@dataclass(frozen=True)
class AnswerInstead:
    """The call is not looked at; this is the answer."""

    status: int
    content_type: bytes
    body: bytes


@dataclass(frozen=True)
class KillToken:
    """The access token presented is revoked for good, then the call goes on (and fails)."""


@dataclass(frozen=True)
class RefuseRefresh:
    """The grant is revoked; the answer is ``invalid_grant``."""


@dataclass(frozen=True)
class ActAtOnce:
    """The device acts, and tells, before the call is answered."""


@dataclass(frozen=True)
class DeviceFails:
    """The device starts and gives up: the state it shows, the state of its log entry, the webhook's code."""

    state: int
    log_state: int
    error_code: str


@dataclass(frozen=True)
class OutOfReach:
    """The device cannot be reached while the fault is armed."""


@dataclass(frozen=True)
class Tampered:
    """What becomes of one webhook: how many copies leave, after how many seconds, with what signature."""

    copies: int = 1
    delay: float = 0.0
    forged: bool = False


Effect = AnswerInstead | KillToken | RefuseRefresh | ActAtOnce | DeviceFails | OutOfReach | Tampered

CONFIRMATIONS = "confirmations"
ANY_WEBHOOK = "any"


@dataclass(frozen=True)
class Fault:
    """One row of the catalogue. ``pain`` says where integrators met it; ``operation`` limits it to one call."""

    name: str
    hook: Hook
    says: str
    pain: str
    effect: Effect
    operation: str | None = None


@dataclass
class Armed:
    """A fault lying in wait.

    ``times``: how often it will still strike, None until disarmed. ``webhook``: a feature, an API-triggered
    type, ``confirmations`` (every API-triggered one) or ``any``. ``seconds`` replaces the effect's delay.
    """

    fault: Fault
    times: int | None
    smartlock_id: SmartlockId | None
    operation: str | None
    webhook: str
    seconds: float | None

    def matches(self, smartlock_id: SmartlockId | None, operation: str | None, webhook: str | None) -> bool:
        """Whether it strikes here."""
        wanted = self.operation or self.fault.operation
        return (
            (self.smartlock_id is None or self.smartlock_id == smartlock_id)
            and (wanted is None or wanted == operation)
            and (webhook is None or self._wants(webhook))
        )

    def _wants(self, webhook: str) -> bool:
        if self.webhook == CONFIRMATIONS:
            return not webhook.isupper()  # features are spelled in capitals, API-triggered types are not
        return self.webhook in (ANY_WEBHOOK, webhook)
