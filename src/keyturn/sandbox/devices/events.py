"""What devices tell the world."""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.ids import RequestId
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


Event = StatusChanged | Logged | Settled
