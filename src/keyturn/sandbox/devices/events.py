"""What devices tell the world."""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.ids import AccountId, RequestId, SmartlockId
from keyturn.nuki.models.account import AccountUser
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.webhooks import ApiTrigger
from keyturn.sandbox.devices.device import Device


@dataclass(frozen=True)
class Receipt:
    """What an advanced call was answered with, and who is to be told how it ended."""

    trigger: ApiTrigger
    request_id: RequestId
    client_id: str | None


@dataclass(frozen=True)
class StatusChanged:
    """The device shows another state, or another connection to the server."""

    device: Device


@dataclass(frozen=True)
class Logged:
    """An entry was added to the activity log."""

    device: Device
    entry: SmartlockLog


@dataclass(frozen=True)
class Settled:
    """An advanced call has ended; ``error_code`` is None when the device did as asked."""

    device: Device
    receipt: Receipt
    error_code: str | None


@dataclass(frozen=True)
class MasterdataChanged:
    """Name, firmware or the account's hold on the device changed, or it was synced."""

    device: Device
    deleted: bool = False


@dataclass(frozen=True)
class ConfigChanged:
    """A configuration changed, or the device was synced."""

    device: Device


@dataclass(frozen=True)
class UserChanged:
    """An account user was made, changed or removed; no device is concerned."""

    account_id: AccountId
    user: AccountUser
    deleted: bool = False


@dataclass(frozen=True)
class AuthChanged:
    """The list of authorizations has another entry, or one less."""

    device: Device
    auth: SmartlockAuth
    deleted: bool = False


@dataclass(frozen=True)
class AuthOutcome:
    """What one device said to an advanced creation; ``error_code`` is None when it did as asked."""

    smartlock_id: SmartlockId
    auth_id: str
    error_code: str | None


@dataclass(frozen=True)
class AuthsCreated:
    """An advanced creation has ended on all its devices, of which ``device`` is the first."""

    device: Device
    receipt: Receipt
    outcomes: tuple[AuthOutcome, ...]
    invite_code: str | None


Outcome = Settled | AuthsCreated
"""What is told to whoever asked, under the request id."""
Event = StatusChanged | Logged | Outcome | AuthChanged | MasterdataChanged | ConfigChanged | UserChanged


def account_of(event: Event) -> AccountId:
    """Whose event it is."""
    return event.account_id if isinstance(event, UserChanged) else event.device.account_id


def smartlock_of(event: Event) -> SmartlockId | None:
    """Which device it is about, if any."""
    return None if isinstance(event, UserChanged) else event.device.smartlock_id
