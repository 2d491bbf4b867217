"""What a lock's list says of a code of ours: pure. Fitting, still on its way, gone, or different, and how.

An entry without ``updateDate`` is listed by Nuki's server and unknown to the lock (reported: F40095, X-recv); one with
an ``operationId`` has a change on its way. Neither confirms anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from keyturn.integration.access import window
from keyturn.integration.access.code import Code, CodeState
from keyturn.nuki.codes import AuthType
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.secrecy import Secret


class Drift(StrEnum):
    """How a code on a lock has come away from what was wanted."""

    GONE = "gone"
    WINDOW_LOST = "window_lost"
    """It opens at any time: mended at once, for nobody wants that by accident (F40095)."""
    WINDOW_CHANGED = "window_changed"
    DIGITS_CHANGED = "digits_changed"
    SWITCHED_OFF = "switched_off"


MENDED_AT_ONCE = frozenset({Drift.WINDOW_LOST})
"""All others may be somebody's wish, in the app: they are shown, and a person decides."""


class Standing(StrEnum):
    """What an entry, or its absence, means."""

    FITS = "fits"
    ON_ITS_WAY = "on_its_way"
    GHOST = "ghost"
    """Listed, and nothing on its way: the lock never heard of it, or not of its last change."""
    ABSENT = "absent"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Finding:
    """One code compared with the lock's list."""

    standing: Standing
    drift: Drift | None = None
    auth_id: str | None = None
    update_date: str | None = None


def find(code: Code, digits: Secret, listed: Iterable[SmartlockAuth]) -> SmartlockAuth | None:
    """The entry that is this code: by Nuki's id, else by its digits, else by its name, unique on the lock."""
    codes = [auth for auth in listed if auth.type == AuthType.KEYPAD_CODE]
    for fits in (
        lambda auth: code.auth_id is not None and auth.id == code.auth_id,
        lambda auth: auth.code is not None and digits.matches(str(auth.code)),
        lambda auth: auth.name == code.name,
    ):
        for auth in codes:
            if fits(auth):
                return auth
    return None


def compare(code: Code, auth: SmartlockAuth | None, digits: Secret | None = None) -> Finding:
    """``digits`` None: they are not at hand, and taken to be right."""
    if auth is None:
        return Finding(Standing.ABSENT, Drift.GONE)
    if auth.operation_id is not None:
        return Finding(Standing.ON_ITS_WAY, None, auth.id)
    if auth.update_date is None or (code.state is CodeState.CHANGING and auth.update_date == code.seen_update):
        return Finding(Standing.GHOST, None, auth.id)
    drift = _difference(code, auth, digits)
    standing = Standing.FITS if drift is None else Standing.DIFFERENT
    return Finding(standing, drift, auth.id, auth.update_date)


def _difference(code: Code, auth: SmartlockAuth, digits: Secret | None) -> Drift | None:
    if digits is not None and (auth.code is None or not digits.matches(str(auth.code))):
        return Drift.DIGITS_CHANGED
    if not auth.enabled:
        return Drift.SWITCHED_OFF
    acting = window.acting(auth)
    if acting is not None and window.same(acting, code.window):
        return None
    return Drift.WINDOW_LOST if acting == window.ALWAYS else Drift.WINDOW_CHANGED
