"""A webhook's body, read into what it means for us. Unknown kinds are kept apart, never refused."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from keyturn.nuki.ids import RequestId, SmartlockId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.log import SmartlockLog
from keyturn.nuki.models.smartlock import Config, State
from keyturn.nuki.webhooks import ApiTriggered, DeviceAuths, DeviceConfig, DeviceLogs, DeviceStatus, Feature


@dataclass(frozen=True)
class StatusChanged:
    """The device reports a new state."""

    smartlock_id: SmartlockId
    state: State
    server_state: int
    admin_pin_state: int


@dataclass(frozen=True)
class ActionSettled:
    """The device did, or did not do, what an advanced call asked for."""

    request_id: RequestId
    success: bool
    error_code: str | None
    smartlock_id: SmartlockId | None


@dataclass(frozen=True)
class AuthChanged:
    """An authorization was made, changed or deleted. A keypad code's digits are not taken along."""

    auth: SmartlockAuth
    deleted: bool


@dataclass(frozen=True)
class LogEntered:
    """An entry was made in a device's activity log."""

    entry: SmartlockLog


@dataclass(frozen=True)
class ConfigTold:
    """The device tells what it is set to. ``advanced`` is of the kind its type has."""

    smartlock_id: SmartlockId
    basic: Config | None
    advanced: msgspec.Struct | None


@dataclass(frozen=True)
class NotForUs:
    """Genuine, and of a kind (or a shape) we draw nothing from."""

    kind: str


@dataclass(frozen=True)
class Several:
    """A body that is a list: each of its elements tells something of its own."""

    events: tuple[Event, ...]


Event = StatusChanged | ActionSettled | AuthChanged | LogEntered | ConfigTold | NotForUs | Several


class _Kind(msgspec.Struct):
    feature: str | None = None
    type: str | None = None


_list = msgspec.json.Decoder(list[msgspec.Raw])
_kind = msgspec.json.Decoder(_Kind)
_status = msgspec.json.Decoder(DeviceStatus)
_auths = msgspec.json.Decoder(DeviceAuths)
_logs = msgspec.json.Decoder(DeviceLogs)
_config = msgspec.json.Decoder(DeviceConfig)
_outcome = msgspec.json.Decoder(ApiTriggered)


def read(body: bytes) -> Event:
    """Never raises: what cannot be read is :class:`NotForUs` with the reason as its kind."""
    try:
        if body.lstrip()[:1] == b"[":
            return Several(tuple(_one(bytes(element)) for element in _list.decode(body)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NotForUs("unreadable")
    return _one(body)


def parts_of(event: Event) -> tuple[Event, ...]:
    """What a body tells, one by one."""
    return event.events if isinstance(event, Several) else (event,)


def _one(body: bytes) -> Event:
    try:
        kind = _kind.decode(body)
        if kind.feature == Feature.DEVICE_STATUS:
            status = _status.decode(body)
            return StatusChanged(
                SmartlockId(status.smartlock_id), status.state, status.server_state, status.admin_pin_state
            )
        if kind.feature == Feature.DEVICE_AUTHS:
            told = _auths.decode(body)
            return AuthChanged(replace(told.smartlock_auth, code=None), told.deleted)
        if kind.feature == Feature.DEVICE_LOGS:
            return LogEntered(_logs.decode(body).smartlock_log)
        if kind.feature == Feature.DEVICE_CONFIG:
            set_to = _config.decode(body)
            advanced = set_to.advanced_config or set_to.smartdoor_advanced_config or set_to.opener_advanced_config
            return ConfigTold(SmartlockId(set_to.smartlock_id), set_to.config, advanced)
        if kind.type is not None:
            # Any name: the names of the API-triggered kinds are not all documented, the request id is.
            outcome = _outcome.decode(body)
            smartlock_id = None if outcome.smartlock_id is None else SmartlockId(outcome.smartlock_id)
            code = outcome.error_code.lower() if outcome.error_code else None
            return ActionSettled(RequestId(outcome.request_id), outcome.success, code, smartlock_id)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return NotForUs("unreadable")
    return NotForUs(kind.feature or "unknown")
