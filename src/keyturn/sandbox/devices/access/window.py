"""When an authorization holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from keyturn.nuki.auths import MONDAY
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import from_wire
from keyturn.nuki.models.auth import SmartlockAuth

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

RULES = (
    Rule("Dates of a window are UTC, its daily times are the lock's own.", Confidence.REPORTED, "F39789, F32726"),
    Rule("Without week days a window does not hold anybody back.", Confidence.REPORTED, "F22356, X-fake"),
    Rule(
        "Equal daily times mean the whole day.", Confidence.REPORTED, "F22160, F32726: their samples send 0 and 0"
    ),
    Rule(
        "Daily times that end before they begin span midnight; the week day is that of the present day.",
        Confidence.GUESSED,
        "not stated",
    ),
    Rule("The start of a window belongs to it, its end does not.", Confidence.GUESSED, "not stated"),
)


def holds(auth: SmartlockAuth, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the authorization may be used ``now``, by the clock of a lock in ``zone``."""
    if not auth.enabled:
        return False
    if not auth.allowed_week_days:
        return True
    if auth.allowed_from_date is not None and now < from_wire(auth.allowed_from_date):
        return False
    if auth.allowed_until_date is not None and now >= from_wire(auth.allowed_until_date):
        return False
    local = now.astimezone(zone)
    if not auth.allowed_week_days & (MONDAY >> local.weekday()):
        return False
    since, until = auth.allowed_from_time or 0, auth.allowed_until_time or 0
    minute = local.hour * 60 + local.minute
    if since == until:
        return True
    return since <= minute < until if since < until else minute >= since or minute < until
