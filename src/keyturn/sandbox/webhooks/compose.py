"""From an event to the body that leaves."""

from __future__ import annotations

import msgspec

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.webhooks import (
    AccountUserChanged,
    ApiTriggered,
    AuthCreation,
    CreatedAuth,
    DeviceAuths,
    DeviceConfig,
    DeviceLogs,
    DeviceMasterdata,
    DeviceStatus,
    Feature,
)
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import (
    AuthChanged,
    AuthsCreated,
    ConfigChanged,
    Event,
    Logged,
    MasterdataChanged,
    Settled,
    StatusChanged,
    UserChanged,
)

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
    Rule(
        "ACCOUNT_USER carries deleted and the whole accountUser when one was made, changed or removed.",
        Confidence.DOCUMENTED,
        "P-WH; its exact form is inferred",
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
        case MasterdataChanged():
            return Feature.DEVICE_MASTERDATA
        case ConfigChanged():
            return Feature.DEVICE_CONFIG
        case UserChanged():
            return Feature.ACCOUNT_USER
        case AuthChanged():
            return Feature.DEVICE_AUTHS
        case Settled(_, receipt, _) | AuthsCreated(_, receipt, _, _):
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
        case AuthChanged(_, auth, deleted):
            told = DeviceAuths(feature="DEVICE_AUTHS", deleted=deleted, smartlock_auth=auth)
            return _encoder.encode(told)
        case AuthsCreated():
            return _encoder.encode(_creation(event))
        case MasterdataChanged(device, deleted):
            return _encoder.encode(_masterdata(device, deleted))
        case ConfigChanged(device):
            return _encoder.encode(_config(device))
        case UserChanged(_, user, deleted):
            return _encoder.encode(AccountUserChanged(feature="ACCOUNT_USER", deleted=deleted, account_user=user))
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


def secretive(event: Event) -> bool:
    """Whether keypad codes or invite codes are in the body."""
    return isinstance(event, AuthChanged | AuthsCreated)


def _creation(event: AuthsCreated) -> AuthCreation:
    errors = {one.error_code for one in event.outcomes} - {None}
    return AuthCreation(
        type=event.receipt.trigger,
        request_id=event.receipt.request_id,
        success=not errors,
        invite_code=event.invite_code,
        error_code=errors.pop() if len(errors) == 1 else None,
        detail=tuple(
            CreatedAuth(
                smartlock_id=one.smartlock_id,
                success=one.error_code is None,
                error_code=one.error_code,
                id=one.auth_id,
            )
            for one in event.outcomes
        ),
    )


def _masterdata(device: Device, deleted: bool) -> DeviceMasterdata:
    shown = device.shown
    return DeviceMasterdata(
        feature="DEVICE_MASTERDATA",
        deleted=deleted,
        smartlock_id=shown.smartlock_id,
        account_id=shown.account_id,
        type=shown.type,
        auth_id=shown.auth_id,
        name=shown.name,
        favorite=shown.favorite,
        server_state=shown.server_state,
        admin_pin_state=shown.admin_pin_state,
        firmware_version=shown.firmware_version,
        hardware_version=shown.hardware_version,
        creation_date=shown.creation_date,
        update_date=shown.update_date,
    )


def _config(device: Device) -> DeviceConfig:
    shown = device.shown
    return DeviceConfig(
        feature="DEVICE_CONFIG",
        smartlock_id=shown.smartlock_id,
        config=shown.config,
        advanced_config=shown.advanced_config,
        opener_advanced_config=shown.opener_advanced_config,
        smartdoor_advanced_config=shown.smartdoor_advanced_config,
    )
