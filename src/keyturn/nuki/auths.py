"""Rules about authorizations: codes, names, numbers, invitations."""

from __future__ import annotations

from keyturn.nuki.codes import DeviceType

NAME_MOST = 32
"""Characters of a name (S-25)."""
CODE_NAME_MOST = 20
"""Characters of a keypad code's name; longer ones are cut (F54; reported: X-mon, X-b24)."""
AUTHS_MOST = 200
"""Authorizations per device, keypad codes apart (D-err, F4503)."""
FIRST_CODE_AUTH_ID = 8192
"""``authId`` of keypad codes begins here (reported: X-mon)."""
INVITE_DIGITS = 9
"""F39051."""
INVITE_SECONDS = 48 * 3600.0
"""D-how."""
ALL_DAYS = 127
MONDAY = 64
"""The week days as a mask: 64 Monday to 1 Sunday (S-25)."""
MINUTES_OF_A_DAY = 24 * 60


def is_keypad_code(code: int) -> bool:
    """Six digits from 1 to 9, not beginning with 12 (F54, F16273)."""
    digits = str(code)
    return len(digits) == 6 and digits.isdigit() and "0" not in digits and not digits.startswith("12")


def codes_most(device_type: int) -> int:
    """Keypad codes per device: 100 up to Smart Lock 2.0, 200 since 3.0 (reported: F4503, X-seam)."""
    return 100 if device_type == DeviceType.SMART_LOCK_2 else 200
