"""Nuki's error answers: three shapes of body, and the hex codes of failed actions."""

from __future__ import annotations

import msgspec


class ParameterErrorBody(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Shape 1: 400 for a refused value, 401 for a bad token (reported: F16794, F39051)."""

    detail_message: str
    stack_trace: tuple[str, ...] = ()
    suppressed_exceptions: tuple[str, ...] = ()


class StatusErrorBody(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Shape 2: the server framework's own status object, seen with 422 (reported: F35593)."""

    code: int
    description: str
    reason_phrase: str
    home_ref: str = "/"
    uri: str = ""


class OAuthErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """Shape 3: answers of the OAuth endpoints (reported: X-kerb; RFC 6749 section 5.2)."""

    error: str
    error_description: str = ""


UNAUTHORIZED_DETAIL = "Your access token is not authorized"
"""``detailMessage`` of a 401 (reported)."""


def refused_value_detail(parameter: str, value: str) -> str:
    """``detailMessage`` of a refused parameter, worded as in real answers (reported: F16794, F39051)."""
    return f"The supplied value '{value}' for parameter '{parameter}' is not valid"


DEVICE_OFFLINE = "ff"
MOTOR_BLOCKED = "42"

DEVICE_ERRORS: dict[str, str] = {
    "fd": "ERROR_BAD_CRC",
    "fe": "ERROR_BAD_LENGTH",
    "ff": "ERROR_UNKNOWN",
    "10": "P_ERROR_NOT_PAIRING",
    "11": "P_ERROR_BAD_AUTHENTICATOR",
    "12": "P_ERROR_BAD_PARAMETER",
    "13": "P_ERROR_MAX_USER",
    "20": "K_ERROR_NOT_AUTHORIZED",
    "21": "K_ERROR_BAD_PIN",
    "22": "K_ERROR_BAD_NONCE",
    "23": "K_ERROR_BAD_PARAMETER",
    "24": "K_ERROR_INVALID_AUTH_ID",
    "25": "K_ERROR_DISABLED",
    "26": "K_ERROR_REMOTE_NOT_ALLOWED",
    "27": "K_ERROR_TIME_NOT_ALLOWED",
    "28": "K_ERROR_TOO_MANY_PIN_ATTEMPTS",
    "29": "K_ERROR_TOO_MANY_ENTRIES",
    "2a": "K_ERROR_CODE_ALREADY_EXISTS",
    "2b": "K_ERROR_CODE_INVALID",
    "2c": "K_ERROR_CODE_INVALID_TIMEOUT_1",
    "2d": "K_ERROR_CODE_INVALID_TIMEOUT_2",
    "2e": "K_ERROR_CODE_INVALID_TIMEOUT_3",
    "40": "K_ERROR_AUTO_UNLOCK_TOO_RECENT",
    "41": "K_ERROR_POSITION_UNKNOWN",
    "42": "K_ERROR_MOTOR_BLOCKED",
    "43": "K_ERROR_CLUTCH_FAILURE",
    "44": "K_ERROR_MOTOR_TIMEOUT",
    "45": "K_ERROR_BUSY",
    "46": "K_ERROR_CANCELED",
    "47": "K_ERROR_NOT_CALIBRATED",
    "48": "K_ERROR_MOTOR_POSITION_LIMIT",
    "49": "K_ERROR_MOTOR_LOW_VOLTAGE",
    "4a": "K_ERROR_MOTOR_POWER_FAILURE",
    "4b": "K_ERROR_CLUTCH_POWER_FAILURE",
    "4c": "K_ERROR_VOLTAGE_TOO_LOW",
    "4d": "K_ERROR_FIRMWARE_UPDATE_NEEDED",
    "4e": "K_ERROR_REJECTED",
    "4f": "K_ERROR_REJECTED_NIGHTMODE",
    "e0": "K_ERROR_NOT_IN_MAINTENANCE_MODE",
    "e1": "K_ERROR_ALREADY_CONFIGURED",
    "e2": "K_ERROR_TIMEOUT",
    "e3": "K_ERROR_NO_NUKI_ID",
}
"""``errorCode`` of an API-triggered webhook: hex, lower case, without ``0x`` (documented: D-err, D-wha).

``ff`` most likely means that the device is offline. ``60`` and up are the door sensor's, not fully readable:
treat any code that is missing here generically.
"""
