"""When a code opens: asked for in the door's own time zone, sent as Nuki takes it, and read back as it acts.

Nuki wants the dates in UTC and the daily times in minutes of the lock's own clock (reported: F39789, F32726). Dates
without week days are ignored by the lock (F22356), so the week days are always sent, all of them if none was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from keyturn.integration.errors import RequestRefused
from keyturn.nuki.auths import ALL_DAYS, MINUTES_OF_A_DAY, MONDAY
from keyturn.nuki.dates import from_wire, to_wire
from keyturn.nuki.models.auth import SmartlockAuth


@dataclass(frozen=True)
class Window:
    """``since`` and ``until`` in UTC; ``days`` a mask with Monday 64 to Sunday 1; equal minutes mean all day."""

    since: datetime | None = None
    until: datetime | None = None
    days: int = ALL_DAYS
    from_minute: int = 0
    until_minute: int = 0

    @property
    def all_day(self) -> bool:
        """Whether no daily hours are set."""
        return self.from_minute == self.until_minute


ALWAYS = Window()


def from_form(
    since: str, until: str, from_time: str, until_time: str, days: tuple[int, ...], zone: tzinfo
) -> Window:
    """A form's fields, all but ``days`` possibly empty: local dates ``2026-03-29T02:30``, times ``08:00``.

    ``days`` counts from 0, Monday; none means all. Raises :class:`RequestRefused` (``code-window``).
    """
    begin, end = _instant(since, zone, latest=False), _instant(until, zone, latest=True)
    if begin is not None and end is not None and end <= begin:
        raise RequestRefused("A window ends before it begins.", code="code-window")
    if bool(from_time) != bool(until_time) or any(not 0 <= day <= 6 for day in days):
        raise RequestRefused("A window with half of its daily hours, or an unknown day.", code="code-window")
    mask = sum({MONDAY >> day for day in days}) or ALL_DAYS
    first, last = _minute(from_time), _minute(until_time)
    if from_time and first == last:
        raise RequestRefused("Daily hours that are none.", code="code-window")
    return Window(begin, end, mask, first, last)


def _instant(text: str, zone: tzinfo, *, latest: bool) -> datetime | None:
    """A wall-clock time as an instant, to the minute. Where clocks are put back and it comes twice, the beginning
    is the first of the two and the end the second, so that no guest loses the hour; where they are put forward and
    it does not come at all, it is that much later."""
    if not text:
        return None
    try:
        wall = datetime.fromisoformat(text)
        if wall.tzinfo is not None:
            raise ValueError
        wall = wall.replace(second=0, microsecond=0, tzinfo=zone)
        second = wall.replace(fold=1)
        twice = second.astimezone(UTC) > wall.astimezone(UTC)
        return (second if latest and twice else wall).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RequestRefused("A date that is none.", code="code-window") from None


def _minute(text: str) -> int:
    if not text:
        return 0
    hour, colon, minute = text[:5].partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise RequestRefused("A time of day that is none.", code="code-window")
    return int(hour) * 60 + int(minute)


@dataclass(frozen=True)
class Fields:
    """A window as the API's fields."""

    allowed_from_date: str | None
    allowed_until_date: str | None
    allowed_week_days: int
    allowed_from_time: int
    allowed_until_time: int


def fields(window: Window) -> Fields:
    """Always all five, so that nothing on the lock is left to chance."""
    return Fields(
        allowed_from_date=None if window.since is None else to_wire(window.since),
        allowed_until_date=None if window.until is None else to_wire(window.until),
        allowed_week_days=window.days,
        allowed_from_time=window.from_minute,
        allowed_until_time=window.until_minute,
    )


def acting(auth: SmartlockAuth) -> Window | None:
    """The window as the lock acts on it; None when it cannot be read.

    Without week days the lock lets the code in at any time, whatever the dates say.
    """
    if not auth.allowed_week_days:
        return ALWAYS
    try:
        since, until = (None if text is None else from_wire(text) for text in _dates(auth))
    except ValueError:
        return None
    first, last = auth.allowed_from_time or 0, auth.allowed_until_time or 0
    if first == last:
        first = last = 0
    return Window(since, until, auth.allowed_week_days & ALL_DAYS, first, last)


def same(one: Window, other: Window) -> bool:
    """Whether two windows let in at the same times. Dates are compared to the second: Nuki may round."""
    return (
        one.days == other.days
        and one.from_minute == other.from_minute
        and one.until_minute == other.until_minute
        and _near(one.since, other.since)
        and _near(one.until, other.until)
    )


def holds(window: Window, at: datetime, zone: tzinfo) -> bool:
    """Whether a code opens at this instant, for pictures; the lock itself decides."""
    if (window.since and at < window.since) or (window.until and at >= window.until):
        return False
    local = at.astimezone(zone)
    if not window.days & (MONDAY >> local.weekday()):
        return False
    first, last, minute = window.from_minute, window.until_minute, local.hour * 60 + local.minute
    if window.all_day:
        return True
    return first <= minute < last if first < last else minute >= first or minute < last


def hours(window: Window) -> int:
    """Minutes a day."""
    return MINUTES_OF_A_DAY if window.all_day else (window.until_minute - window.from_minute) % MINUTES_OF_A_DAY


def _dates(auth: SmartlockAuth) -> tuple[str | None, str | None]:
    return auth.allowed_from_date, auth.allowed_until_date


def _near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < timedelta(seconds=1)
