"""What is handed to Nuki: times in UTC, the device, request ids, what was tried. Pure.

No token, no code, no name, no address: the device's own id and the request ids are what Nuki finds a case by.
Whatever the desk writes is cleaned of what looks like an address or a secret.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from keyturn.integration.actions.action import Action, ActionState
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.support.case import Case, Mishap
from keyturn.nuki.codes import DeviceType
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.models.smartlock import firmware_text

TAKEN_OUT = "[taken out]"
WITHOUT_SUMMARY = "We could not find the cause of this case ourselves and ask for your help. What we know of it:"
_PRIVATE = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+"  # an address
    r"|\+?\d[\d ()/-]{5,}\d|\b\d{6}\b"  # a telephone number, or the digits of a code
    r"|\b(?=\w*\d)(?=\w*[A-Za-z])[\w-]{20,}\b"  # a token
)


class Device(Struct, frozen=True, kw_only=True):
    """``firmware`` as people write it, or empty where Nuki has not told it."""

    smartlock_id: int
    device_type: int
    device: str
    firmware: str
    state: int
    door_state: int
    server_state: int
    admin_pin_state: int
    battery_critical: bool
    known_at: datetime


class Tried(Struct, frozen=True, kw_only=True):
    """One thing asked of the device. Without a ``request_id`` Nuki answered with none."""

    requested_at: datetime
    kind: str
    state: ActionState
    settled_at: datetime | None
    request_id: str | None
    error_code: str | None
    error: str


class HandOver(Struct, frozen=True, kw_only=True):
    """The whole bundle. Instants are in UTC."""

    case_id: str
    reference: str
    application: str
    code: str
    happened_at: datetime
    summary: str
    device: Device | None
    tried: list[Tried]
    done: list[str]


def hand_over(
    case: Case, mishap: Mishap | None, door: Door | None, actions: Sequence[Action], application: str, summary: str
) -> HandOver:
    """Put together what is known; ``application`` is the client id Nuki knows the company by."""
    return HandOver(
        case_id=case.case_id,
        reference=case.reference,
        application=application,
        code=case.code,
        happened_at=mishap.at if mishap else case.opened_at,
        summary=cleaned(summary),
        device=_device(door) if door else None,
        tried=[_tried(action) for action in actions],
        done=[f"{word.at:%Y-%m-%d %H:%M:%S} UTC: {word.event}" for word in case.words],
    )


def letter(bundle: HandOver, company: str) -> str:
    """The same as a letter that can be sent as it is."""
    device, lines = bundle.device, [f"Subject: Support case {bundle.case_id} of {company}", ""]
    lines += ["Dear Nuki team,", "", bundle.summary or WITHOUT_SUMMARY, ""]
    lines += [f"Application (client id): {bundle.application}", f"Error: {bundle.code}"]
    lines += [f"Seen at: {bundle.happened_at:%Y-%m-%d %H:%M:%S} UTC"]
    if device is not None:
        firmware = device.firmware or "not known"
        lines += [
            f"Device: {device.device} (type {device.device_type}), id {device.smartlock_id}, firmware {firmware}"
        ]
        lines += [
            f"Last known {device.known_at:%Y-%m-%d %H:%M:%S} UTC: state {device.state}, "
            f"door state {device.door_state}, server state {device.server_state}, "
            f"admin PIN state {device.admin_pin_state}, battery critical {'yes' if device.battery_critical else 'no'}"
        ]
    lines += ["", "What was asked of the device:"] if bundle.tried else []
    lines += [
        f"- {each.requested_at:%Y-%m-%d %H:%M:%S} UTC, {each.kind}: {each.state}, "
        f"request id {each.request_id or 'none'}"
        + (f", error {each.error_code} {each.error}" if each.error_code else "")
        for each in bundle.tried
    ]
    lines += ["", "What the desk has done:", *(f"- {line}" for line in bundle.done)] if bundle.done else []
    return "\n".join([*lines, "", "Kind regards", company, ""])


def cleaned(text: str) -> str:
    """Text without what looks like an address, a telephone number, a code or a token."""
    return _PRIVATE.sub(TAKEN_OUT, text)


def _device(door: Door) -> Device:
    known = door.device_type in tuple(DeviceType)
    return Device(
        smartlock_id=door.smartlock_id,
        device_type=door.device_type,
        device=DeviceType(door.device_type).name if known else "unknown",
        firmware="" if door.firmware is None else firmware_text(door.firmware),
        state=door.state,
        door_state=door.door_state,
        server_state=door.server_state,
        admin_pin_state=door.admin_pin_state,
        battery_critical=door.battery_critical,
        known_at=door.known_at,
    )


def _tried(action: Action) -> Tried:
    code = action.error_code
    return Tried(
        requested_at=action.requested_at,
        kind=action.kind,
        state=action.state,
        settled_at=action.settled_at,
        request_id=action.request_id,
        error_code=code,
        error=DEVICE_ERRORS.get(code, "") if code else action.refusal or "",
    )
