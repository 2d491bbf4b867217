"""Who may use a device, as the console shows it: what Nuki Web lists beside what the device knows. Pure; no digits."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from keyturn.nuki import auths
from keyturn.nuki.codes import AuthType
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.keyring import Keyring

KINDS = {
    AuthType.APP: "app user",
    AuthType.BRIDGE: "bridge",
    AuthType.FOB: "fob",
    AuthType.KEYPAD: "keypad",
    AuthType.KEYPAD_CODE: "keypad code",
    AuthType.Z_KEY: "Z key",
    AuthType.VIRTUAL: "virtual",
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class PermissionView:
    """One authorization; ``sides`` says where it is known, ``window`` when it holds."""

    name: str
    kind: str
    window: str
    sides: str
    alike: bool


def permissions(ring: Keyring) -> tuple[PermissionView, ...]:
    """The first ``SHOWN`` of a device, by name; the two lists laid over each other."""
    ids = {**ring.listed, **ring.known}
    found = [_view(ring.listed.get(each), ring.known.get(each)) for each in ids]
    return tuple(sorted(found, key=lambda one: (one.alike, one.name.lower()))[:SHOWN])


def window(auth: SmartlockAuth) -> str:
    """When it holds, in words; the dates are UTC, the times those of the door."""
    parts = []
    if auth.allowed_from_date:
        parts.append(f"from {auth.allowed_from_date[:10]}")
    if auth.allowed_until_date:
        parts.append(f"until {auth.allowed_until_date[:10]}")
    if auth.allowed_week_days and auth.allowed_week_days != auths.ALL_DAYS:
        parts.append(" ".join(day for at, day in enumerate(DAYS) if auth.allowed_week_days & auths.MONDAY >> at))
    if auth.allowed_from_time or auth.allowed_until_time:
        parts.append(f"{_clock(auth.allowed_from_time or 0)} to {_clock(auth.allowed_until_time or 0)}")
    return ", ".join(parts) or "always"


def _view(listed: SmartlockAuth | None, known: SmartlockAuth | None) -> PermissionView:
    one = listed or known
    assert one is not None
    sides, alike = _sides(listed, known)
    kind = KINDS.get(AuthType(one.type), "unknown") if one.type in set(AuthType) else f"type {one.type}"
    return PermissionView(
        name=one.name, kind=kind if one.enabled else f"{kind}, off", window=window(one), sides=sides, alike=alike
    )


def _sides(listed: SmartlockAuth | None, known: SmartlockAuth | None) -> tuple[str, bool]:
    if listed is None:
        return "only the device knows it", False
    if listed.operation_id is not None:
        return "on its way to the device", False
    if known is None:
        return "only Nuki Web lists it", False
    if replace(known, operation_id=None) != listed:
        return "the device knows it differently", False
    return "listed and known", True


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
