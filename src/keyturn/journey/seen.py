"""What an integration really did, read from the report of its last check: scopes, devices, actions, accessories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from keyturn.checker.evidence import Entry, Evidence
from keyturn.checker.report.value import PointReport, Report
from keyturn.journey import offer
from keyturn.journey.errors import NotNow
from keyturn.nuki import endpoints
from keyturn.nuki.codes import AuthType, DeviceType, LockAction, OpenerAction
from keyturn.nuki.oauth import TOKEN_PATH

CANNOT_BE_SEEN = frozenset({"door_sensor", "fob"})
"""Accessories that work beside the integration, which calls nothing for them."""
_OPERATIONS: dict[str, str] = {
    endpoints.LIST_SMARTLOCKS.name: "read",
    endpoints.GET_SMARTLOCK.name: "read",
    endpoints.LIST_LOGS.name: "activity",
    endpoints.GET_SMARTLOCKS_LOGS.name: "activity",
    endpoints.LOCK.name: "lock",
    endpoints.LOCK_ADVANCED.name: "lock",
    endpoints.UNLOCK.name: "unlock",
    endpoints.UNLOCK_ADVANCED.name: "unlock",
    endpoints.PUT_SMARTLOCK_AUTHS_ADVANCED.name: "invites",
    endpoints.POST_SMARTLOCK_CONFIG.name: "settings",
    endpoints.POST_SMARTLOCK_ADVANCED_CONFIG.name: "settings",
    endpoints.POST_SMARTLOCK_OPENER_ADVANCED_CONFIG.name: "settings",
    endpoints.POST_SMARTDOOR_ADVANCED_CONFIG.name: "settings",
}
_WITH_ACTION = {endpoints.ACT.name, endpoints.ACT_ADVANCED.name}
_AUTHS = {endpoints.PUT_SMARTLOCK_AUTHS.name, endpoints.PUT_SMARTLOCKS_AUTHS.name}
_LOCK_ACTIONS = {
    LockAction.UNLOCK: "unlock",
    LockAction.LOCK: "lock",
    LockAction.UNLATCH: "unlatch",
    LockAction.LOCK_N_GO: "lock_n_go",
    LockAction.LOCK_N_GO_UNLATCH: "lock_n_go",
}
_OPENER_ACTIONS = {
    OpenerAction.ACTIVATE_RTO: "ring_to_open",
    OpenerAction.DEACTIVATE_RTO: "ring_to_open",
    OpenerAction.OPEN: "electric_strike",
    OpenerAction.ACTIVATE_CM: "continuous_mode",
    OpenerAction.DEACTIVATE_CM: "continuous_mode",
}


@dataclass(frozen=True)
class Seen:
    """By the names of the manifest; ``devices`` are those that were acted on, not merely listed."""

    scopes: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    accessories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """The last check. ``at`` in UTC is when its report was written."""

    at: datetime
    report: Report
    seen: Seen

    @property
    def profile(self) -> str:
        return self.report.profile

    @property
    def points(self) -> tuple[PointReport, ...]:
        return self.report.points


def read(file: Path) -> Checked | None:
    """None, if there is no report. Raises :class:`NotNow` for a file that is none."""
    try:
        at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        report = msgspec.json.decode(file.read_bytes(), type=Report)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as trouble:
        raise NotNow(
            f"{file} is no report of a check: {trouble}.",
            f"Make one: keyturn check SUBJECT.toml --format json > {file}",
        ) from None
    return Checked(at, report, seen_in(report.evidence))


def seen_in(evidence: tuple[Evidence, ...]) -> Seen:
    """All stories together. Pure."""
    found: set[tuple[str, str]] = set()
    for story in evidence:
        types: dict[int, int] = {}
        for entry in story.journal:
            if entry.kind == "request" and int(entry.details.get("status", 0)) < 300:
                types.update(_types(entry.details.get("answer")))
                found.update(_told(entry, types))
    return Seen(*(frozenset(name for group, name in found if group == wished)
                  for wished in ("scope", "device", "action", "accessory")))  # fmt: skip


def _told(entry: Entry, types: dict[int, int]) -> Iterator[tuple[str, str]]:
    method, _, path = entry.subject.partition(" ")
    details = entry.details
    if path == TOKEN_PATH:
        for scope in _fields(details.get("answer")).get("scope", "").split():
            yield "scope", scope
    number = re.match(r"/smartlock/(\d+)", path)
    kind = types.get(int(number[1])) if number else None
    if method != "GET" and kind in offer.DEVICE_OF_TYPE:
        yield "device", offer.DEVICE_OF_TYPE[kind]
    operation, body = str(details.get("operation", "")), _fields(details.get("body"))
    if operation in _WITH_ACTION and (action := _action(kind, body.get("action"))):
        yield "action", action
    elif operation in _AUTHS:
        code = body.get("type") == AuthType.KEYPAD_CODE
        yield "action", "codes" if code else "invites"
        if code:
            yield "accessory", "keypad"
    elif operation in _OPERATIONS:
        yield "action", _at_device(kind, _OPERATIONS[operation])


def _action(kind: int | None, action: Any) -> str | None:
    if kind == DeviceType.OPENER:
        return _OPENER_ACTIONS.get(action)
    name = _LOCK_ACTIONS.get(action)
    return _at_device(kind, name) if name else None


def _at_device(kind: int | None, action: str) -> str:
    """The simple calls mean what the device can do (documented: P-API)."""
    meant = {
        (DeviceType.BOX, "unlock"): "open_box",
        (DeviceType.OPENER, "unlock"): "electric_strike",
        (DeviceType.OPENER, "lock"): "ring_to_open",
    }
    return meant.get((DeviceType(kind), action), action) if kind in offer.DEVICE_OF_TYPE else action


def _types(answer: Any) -> dict[int, int]:
    each = answer if isinstance(answer, list) else [answer]
    return {
        one["smartlockId"]: one["type"]
        for one in each
        if isinstance(one, dict) and "smartlockId" in one and "type" in one and "config" in one
    }


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
