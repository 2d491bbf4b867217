"""What a request may ask of an authorization: the refusals, and the value it becomes."""

from __future__ import annotations

from typing import Any

from keyturn.nuki import auths, dates
from keyturn.nuki.auths import CODE_NAME_MOST, MINUTES_OF_A_DAY, NAME_MOST
from keyturn.nuki.codes import AuthType
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.auth import SmartlockAuth, Window
from keyturn.sandbox.devices.access.keyring import CODE_EXISTS, refusal
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.call import Call

RULES = (
    Rule(
        "A name is cut: after 20 characters for codes, after 32 for others.",
        Confidence.REPORTED,
        "F54, X-mon, X-b24",
    ),
    Rule("A code has six digits from 1 to 9 and does not begin with 12.", Confidence.DOCUMENTED, "F54, F16273"),
    Rule(
        "Without a paired keypad, type 13 is answered with: type is not valid; without a code, code 'null'.",
        Confidence.REPORTED,
        "F16794, F39051",
    ),
    Rule("Type 0 with a code is answered with: code is not valid.", Confidence.REPORTED, "F39051"),
    Rule("A code the lock has already is answered 409.", Confidence.REPORTED, "F22160"),
    Rule(
        "An account user has one authorization per lock; a second is answered 409.", Confidence.REPORTED, "F32580"
    ),
    Rule("accountUserId is required unless the type is 13.", Confidence.DOCUMENTED, "S-25"),
    Rule("A fob can be created only where one is paired.", Confidence.GUESSED, "pairing is done at the device"),
    Rule("A window that ends before it begins is answered 400.", Confidence.GUESSED, "not stated"),
    Rule(
        "A list that is full is answered 422 by the plain operations.", Confidence.GUESSED, "F35593: 422 is seen"
    ),
)

CREATABLE = frozenset({AuthType.APP, AuthType.FOB, AuthType.KEYPAD_CODE})


def judge(call: Call, device: Device, auth: SmartlockAuth) -> None:
    """Refuse what Nuki's server refuses. Raises :class:`ParameterRefused` or :class:`StatusRefused`."""
    config = device.shown.config
    if auth.type == AuthType.KEYPAD_CODE:
        if config is None or not (config.keypad_paired or config.keypad2_paired):
            raise ParameterRefused("type", str(auth.type))
        if auth.code is None or not auths.is_keypad_code(auth.code):
            raise ParameterRefused("code", "null" if auth.code is None else str(auth.code))
    elif auth.code is not None:
        raise ParameterRefused("code", str(auth.code))
    if auth.type == AuthType.FOB and not (config and config.fob_paired):
        raise ParameterRefused("type", str(auth.type))
    _judge_user(call, device, auth)
    if refusal(device.inside.keyring.listed.values(), auth, device.shown.type) == CODE_EXISTS:
        raise StatusRefused(409, "A keypad authorization with this code exists already")


def judge_room(device: Device, auth: SmartlockAuth) -> None:
    """Refuse what does not fit any more. Raises :class:`StatusRefused`."""
    if refusal(device.inside.keyring.listed.values(), auth, device.shown.type) is not None:
        raise StatusRefused(422, "The device holds as many authorizations as it can")


def _judge_user(call: Call, device: Device, auth: SmartlockAuth) -> None:
    user = auth.account_user_id
    if user is None:
        if auth.type in (AuthType.APP, AuthType.FOB):
            raise ParameterRefused("accountUserId", "null")
        return
    known = call.world.office.users.get(user)
    if known is None or known.account_id != call.account_id:
        raise ParameterRefused("accountUserId", str(user))
    if auth.type == AuthType.APP and any(
        one.account_user_id == user and one.id != auth.id and one.type == AuthType.APP
        for one in device.inside.keyring.listed.values()
    ):
        raise StatusRefused(409, "The account user has an authorization on this device already")


def kind_of(number: int) -> AuthType:
    """A type that can be created. Raises :class:`ParameterRefused`."""
    if number not in CREATABLE:
        raise ParameterRefused("type", str(number))
    return AuthType(number)


def window(asked: Window, kind: int) -> dict[str, Any]:
    """The fields every request has, checked, as they are kept. Raises :class:`ParameterRefused`."""
    if not asked.name.strip():
        raise ParameterRefused("name", asked.name)
    since, until = (
        _date("allowedFromDate", asked.allowed_from_date),
        _date("allowedUntilDate", asked.allowed_until_date),
    )
    if since is not None and until is not None and until <= since:
        raise ParameterRefused("allowedUntilDate", until)
    return {
        "name": asked.name[: CODE_NAME_MOST if kind == AuthType.KEYPAD_CODE else NAME_MOST],
        "allowed_from_date": since,
        "allowed_until_date": until,
        "allowed_week_days": _number("allowedWeekDays", asked.allowed_week_days, auths.ALL_DAYS),
        "allowed_from_time": _number("allowedFromTime", asked.allowed_from_time, MINUTES_OF_A_DAY - 1),
        "allowed_until_time": _number("allowedUntilTime", asked.allowed_until_time, MINUTES_OF_A_DAY - 1),
        "account_user_id": asked.account_user_id,
    }


def _date(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return dates.to_wire(dates.from_wire(text))
    except (ValueError, OverflowError):
        raise ParameterRefused(name, text) from None


def _number(name: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        raise ParameterRefused(name, str(value))
    return value
