"""When a window is open on one day at the door, in elapsed time: right also where a day has 23 or 25 hours. Pure.

The lock goes by the clock on its wall. An hour that comes twice opens twice; one that is left out opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from keyturn.integration.access.window import Window
from keyturn.nuki.auths import MINUTES_OF_A_DAY, MONDAY

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """A part of a day in which the clock runs evenly: instants in UTC, and what the wall shows in minutes."""

    since: datetime
    until: datetime
    from_minute: int
    until_minute: int


@lru_cache(maxsize=512)  # a page asks for the same seven days for each of its codes
def stretches(day: date, zone: tzinfo) -> tuple[Stretch, ...]:
    """One, or two on a day when the clock is changed; no zone changes its clock twice a day."""
    begin, end = (_midnight(day + timedelta(days=ahead), zone) for ahead in (0, 1))
    if _offset(begin, zone) == _offset(end - _MINUTE, zone):
        return (_stretch(begin, end, day, zone),)
    low, high = begin, end - _MINUTE
    while high - low > _MINUTE:
        middle = low + (high - low) // 2 // _MINUTE * _MINUTE
        low, high = (middle, high) if _offset(middle, zone) == _offset(begin, zone) else (low, middle)
    return _stretch(begin, high, day, zone), _stretch(high, end, day, zone)


def openings(window: Window, day: date, zone: tzinfo) -> tuple[Stretch, ...]:
    """When a code opens on one day, in order."""
    if not window.days & (MONDAY >> day.weekday()):
        return ()
    found: list[Stretch] = []
    for even in stretches(day, zone):
        for part in _within(window, even):
            if found and found[-1].until == part.since:
                found[-1] = replace(found[-1], until=part.until, until_minute=part.until_minute)
            else:
                found.append(part)
    return tuple(found)


def _within(window: Window, even: Stretch) -> Iterator[Stretch]:
    for first, last in _hours(window):
        since = max(even.since, even.since + (first - even.from_minute) * _MINUTE, window.since or even.since)
        until = min(even.until, even.since + (last - even.from_minute) * _MINUTE, window.until or even.until)
        if since < until:
            minutes = (even.from_minute + (at - even.since) // _MINUTE for at in (since, until))
            yield Stretch(since, until, *minutes)


def _hours(window: Window) -> tuple[tuple[int, int], ...]:
    first, last = window.from_minute, window.until_minute
    if window.all_day:
        return ((0, MINUTES_OF_A_DAY),)
    return ((first, last),) if first < last else ((0, last), (first, MINUTES_OF_A_DAY))


def _stretch(since: datetime, until: datetime, day: date, zone: tzinfo) -> Stretch:
    wall = since.astimezone(zone).replace(tzinfo=None)
    first = (wall - datetime.combine(day, time())) // _MINUTE
    return Stretch(since, until, first, first + (until - since) // _MINUTE)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _offset(at: datetime, zone: tzinfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
