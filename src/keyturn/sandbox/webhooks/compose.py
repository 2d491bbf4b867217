"""From an event to the body that leaves."""

from __future__ import annotations

import msgspec

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.webhooks import ApiTriggered, DeviceLogs, DeviceStatus, Feature
from keyturn.sandbox.devices.events import Event, Logged, Settled, StatusChanged

RULES = (
    Rule(
        "One event per request; DEVICE_STATUS for each state shown, also while moving; DEVICE_LOGS at the end.",
        Confidence.DOCUMENTED,
        "D-whd, P-WH; that states in between are told is guessed",
    ),
    Rule(
        "An outcome carries type, requestId, smartlockId, success and, when it failed, errorCode in lower-case hex.",
        Confidence.DOCUMENTED,
        "D-wha, D-err; LockAction and SmartlockAction as names: P-WH",
    ),
    Rule("A change of serverState is told by DEVICE_STATUS.", Confidence.DOCUMENTED, "D-whd, P-WH"),
)


_encoder = msgspec.json.Encoder()


def kind(event: Event) -> str:
    """The feature, or the type of an API-triggered webhook."""
    match event:
        case StatusChanged():
            return Feature.DEVICE_STATUS
        case Logged():
            return Feature.DEVICE_LOGS
        case Settled(_, receipt, _):
            return receipt.trigger


def body(event: Event) -> bytes:
    """The raw bytes: they are what is signed."""
    match event:
        case StatusChanged(device):
            return _encoder.encode(
                DeviceStatus(
                    smartlock_id=device.smartlock_id,
                    state=device.state,
                    server_state=device.shown.server_state,
                    admin_pin_state=device.shown.admin_pin_state,
                )
            )
        case Logged(_, entry):
            return _encoder.encode(DeviceLogs(smartlock_log=entry))
        case Settled(device, receipt, error_code):
            return _encoder.encode(
                ApiTriggered(
                    type=receipt.trigger,
                    request_id=receipt.request_id,
                    success=error_code is None,
                    smartlock_id=device.smartlock_id,
                    error_code=error_code,
                )
            )
