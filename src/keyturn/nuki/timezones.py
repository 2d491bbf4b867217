"""The table behind ``config.timezoneId`` (documented: Nuki's own command-line tool; the range 0 to 45: S-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NAMES = (
    "Africa/Cairo", "Africa/Lagos", "Africa/Maputo", "Africa/Nairobi", "America/Anchorage",
    "America/Argentina/Buenos_Aires", "America/Chicago", "America/Denver", "America/Halifax",
    "America/Los_Angeles", "America/Manaus", "America/Mexico_City", "America/New_York", "America/Phoenix",
    "America/Regina", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Asia/Bangkok", "Asia/Dubai",
    "Asia/Hong_Kong", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Riyadh",
    "Asia/Seoul", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon", "Australia/Adelaide",
    "Australia/Brisbane", "Australia/Darwin", "Australia/Hobart", "Australia/Perth", "Australia/Sydney",
    "Europe/Berlin", "Europe/Helsinki", "Europe/Istanbul", "Europe/London", "Europe/Moscow", "Pacific/Auckland",
    "Pacific/Guam", "Pacific/Honolulu", "Pacific/Pago_Pago",
)  # fmt: skip
"""By id."""


def zone(timezone_id: int) -> ZoneInfo:
    """Raises ``LookupError`` for an id outside 0 to 45."""
    if not 0 <= timezone_id < len(NAMES):
        raise LookupError(f"There is no time zone {timezone_id}: use 0 to {len(NAMES) - 1}.")
    from zoneinfo import ZoneInfo  # costly to load, and seldom needed

    return ZoneInfo(NAMES[timezone_id])
