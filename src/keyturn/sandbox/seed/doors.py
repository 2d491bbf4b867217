"""The tables of a device in a seed, and how they become one."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from keyturn.nuki import auths, timezones
from keyturn.nuki.codes import AuthType, DeviceType, LockState, OpenerState, ProductVariant
from keyturn.nuki.dates import to_wire
from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.smartlock import Smartlock
from keyturn.sandbox.devices.inside import ADMIN_PIN, Inside
from keyturn.sandbox.errors import SeedError
from keyturn.sandbox.seed import hardware

TYPES = {"app": AuthType.APP, "fob": AuthType.FOB, "code": AuthType.KEYPAD_CODE}


class AuthTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[account.smartlock.auth]]``. ``fingers`` are ids of fingerprints, with a Keypad 2."""

    name: str
    type: Literal["app", "fob", "code"] = "code"
    code: int | None = None
    account_user_id: int | None = None
    remote: bool = True
    enabled: bool = True
    week_days: int | None = None
    from_time: int | None = None
    until_time: int | None = None
    from_date: str | None = None
    until_date: str | None = None
    fingers: tuple[str, ...] = ()


class SmartlockTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[account.smartlock]]``. ``fob`` lists what one, two and three presses do."""

    type: int
    nuki_id: str
    name: str
    state: str | None = None
    battery: int = 84
    knob: bool = False
    door_sensor: bool = False
    keypad: bool = False
    keypad2: bool = False
    fob: tuple[int, int, int] = (0, 0, 0)
    auto_lock_seconds: int | None = None
    variant: Literal["go", "pro", "ultra"] | None = None
    mechanism: Literal[1, 2] = 1
    time_zone: str = "Europe/Berlin"
    admin_pin: int = ADMIN_PIN
    auth: tuple[AuthTable, ...] = ()


def device(account_id: AccountId, given: SmartlockTable, auth_id: int) -> tuple[Smartlock, Inside]:
    """What the device shows, and what it knows. Raises :class:`SeedError`."""
    try:
        shown = _shown(account_id, given, auth_id)
    except KeyError:
        known = OpenerState if given.type == DeviceType.OPENER else LockState
        names = ", ".join(member.name.lower() for member in known)
        raise SeedError(f"{given.name!r}: there is no state {given.state!r}. Use one of: {names}.") from None
    except ValueError as trouble:
        raise SeedError(f"{given.name!r}: {trouble} Example: 1A2B3C4D.") from None
    inside = Inside(admin_pin=given.admin_pin)
    for number, one in enumerate(given.auth):
        auth = _auth(shown, one, number)
        inside.keyring.known[auth.id] = inside.keyring.listed[auth.id] = auth
    return shown, inside


def _shown(account_id: AccountId, given: SmartlockTable, auth_id: int) -> Smartlock:
    if given.time_zone not in timezones.NAMES:
        raise SeedError(f"{given.name!r}: Nuki has no time zone {given.time_zone!r}. Example: Europe/Berlin.")
    zone = timezones.NAMES.index(given.time_zone)
    with_it = hardware.Accessories(keypad=given.keypad, keypad2=given.keypad2, fob_actions=given.fob)
    match given.type:
        case DeviceType.OPENER:
            return hardware.opener(
                account_id,
                given.nuki_id,
                given.name,
                auth_id=auth_id,
                state=OpenerState[(given.state or "online").upper()],
                accessories=with_it,
                timezone_id=zone,
            )
        case DeviceType.BOX:
            return hardware.box(
                account_id, given.nuki_id, given.name, auth_id=auth_id, battery=given.battery, timezone_id=zone
            )
        case DeviceType.SMART_LOCK_2 | DeviceType.SMART_DOOR | DeviceType.SMART_LOCK_4 | DeviceType.SMART_LOCK_5:
            return hardware.lock(
                account_id,
                given.nuki_id,
                given.name,
                auth_id=auth_id,
                kind=DeviceType(given.type),
                state=LockState[(given.state or "locked").upper()],
                battery=given.battery,
                knob=given.knob,
                door_sensor=given.door_sensor,
                accessories=with_it,
                auto_lock_seconds=given.auto_lock_seconds,
                variant=ProductVariant[given.variant.upper()] if given.variant else None,
                mechanism=given.mechanism,
                timezone_id=zone,
            )
    raise SeedError(f"{given.name!r}: the sandbox has no devices of type {given.type}. Use 0 to 5.")


def _auth(shown: Smartlock, given: AuthTable, number: int) -> SmartlockAuth:
    code = given.type == "code"
    if code and (given.code is None or not auths.is_keypad_code(given.code)):
        raise SeedError(
            f"{shown.name!r}: the authorization {given.name!r} needs a code of six digits from 1 to 9 that does not "
            "begin with 12."
        )
    when = to_wire(hardware.CREATED)
    made = SmartlockAuth(
        id=f"{shown.smartlock_id:014x}{number:010x}",
        smartlock_id=shown.smartlock_id,
        type=TYPES[given.type],
        name=given.name,
        enabled=given.enabled,
        remote_allowed=given.remote,
        lock_count=0,
        auth_id=(auths.FIRST_CODE_AUTH_ID if code else 1) + number,
        code=given.code,
        account_user_id=given.account_user_id,
        allowed_week_days=given.week_days,
        allowed_from_time=given.from_time,
        allowed_until_time=given.until_time,
        allowed_from_date=given.from_date,
        allowed_until_date=given.until_date,
        creation_date=when,
        update_date=when,
    )
    fingers = {finger: f"Finger {place}" for place, finger in enumerate(given.fingers, 1)}
    return replace(made, fingerprints=fingers) if fingers else made
