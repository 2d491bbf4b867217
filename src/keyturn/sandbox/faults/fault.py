"""What a fault is, and when one that is armed strikes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from keyturn.nuki.confidence import Confidence
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.sandbox.faults.effects import Effect


class Hook(StrEnum):
    """Where a fault strikes."""

    BEFORE = "before"
    """Before a call is looked at."""
    AFTER = "after"
    """When a call was carried out, before it is answered."""
    ON_DEVICE = "on_device"
    """When a device is about to act, or for as long as the fault is armed."""
    ON_WEBHOOK = "on_webhook"
    """When a webhook is about to leave."""
    ON_TOKEN = "on_token"  # noqa: S105
    """When a code or a refresh token is presented."""
    ON_AUTH = "on_auth"
    """When a change of an authorization is about to reach its device."""
    ON_CONSENT = "on_consent"
    """When somebody has signed in and is to be asked."""


CONFIRMATIONS = "confirmations"
ANY_WEBHOOK = "any"


@dataclass(frozen=True)
class Fault:
    """One row of the catalogue.

    ``pain`` says where integrators met it, ``confidence`` how sure that is; ``operation`` limits it to one call,
    ``webhook`` is what it strikes unless told otherwise.
    """

    name: str
    hook: Hook
    says: str
    pain: str
    effect: Effect
    operation: str | None = None
    confidence: Confidence = Confidence.REPORTED
    webhook: str = CONFIRMATIONS


@dataclass(frozen=True)
class Occasion:
    """What is going on where a fault might strike; None where it has no meaning."""

    smartlock_id: SmartlockId | None = None
    operation: str | None = None
    webhook: str | None = None
    account_id: AccountId | None = None


@dataclass
class Armed:
    """A fault lying in wait.

    ``times``: how often it will still strike, None until disarmed. ``webhook``: a feature, an API-triggered
    type, ``confirmations`` (every API-triggered one) or ``any``. ``seconds`` replaces the effect's delay or
    lifetime. ``chance`` from 0 to 1: how likely it strikes when it could; ``dice`` decides.
    """

    fault: Fault
    times: int | None
    smartlock_id: SmartlockId | None
    operation: str | None
    webhook: str
    seconds: float | None
    account_id: AccountId | None = None
    chance: float = 1.0
    dice: random.Random | None = None

    def matches(self, occasion: Occasion) -> bool:
        """Whether it could strike here."""
        wanted = self.operation or self.fault.operation
        return (
            (self.smartlock_id is None or self.smartlock_id == occasion.smartlock_id)
            and (self.account_id is None or self.account_id == occasion.account_id)
            and (wanted is None or wanted == occasion.operation)
            and (occasion.webhook is None or self._wants(occasion.webhook))
        )

    def is_lucky(self) -> bool:
        """Throw the dice: every time it could strike, in order, so that a seed gives one story only."""
        return self.dice is None or self.dice.random() < self.chance

    def _wants(self, webhook: str) -> bool:
        if self.webhook == CONFIRMATIONS:
            return not webhook.isupper()  # features are spelled in capitals, API-triggered types are not
        return self.webhook in (ANY_WEBHOOK, webhook)
