"""A window as a small calendar: a column a day, the hours downwards. Pure geometry; the template draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from keyturn.integration.access.window import Window
from keyturn.nuki.auths import MINUTES_OF_A_DAY, MONDAY

DAYS = 14
COLUMN, HEIGHT = 20, 48
"""Of the picture's own units: the width of a day with its gap, the height of its 24 hours."""


@dataclass(frozen=True)
class Day:
    """One column. ``bars`` are pairs of top and height."""

    x: int
    weekday: int
    number: int
    bars: tuple[tuple[float, float], ...]


def calendar(window: Window, now: datetime, zone: tzinfo) -> tuple[Day, ...]:
    """Today and the days after it, by the clock of ``zone``."""
    today = now.astimezone(zone).date()
    return tuple(_day(window, today + timedelta(days=number), number, zone) for number in range(DAYS))


def _day(window: Window, day: date, number: int, zone: tzinfo) -> Day:
    scale = HEIGHT / MINUTES_OF_A_DAY
    bars = tuple(
        (round(first * scale, 1), round((last - first) * scale, 1))
        for first, last in open_minutes(window, day, zone)
    )
    return Day(number * COLUMN, day.weekday(), day.day, bars)


def open_minutes(window: Window, day: date, zone: tzinfo) -> list[tuple[int, int]]:
    """From when to when a code opens on one day, in minutes of the wall clock."""
    if not window.days & (MONDAY >> day.weekday()):
        return []
    first, last = window.from_minute, window.until_minute
    if window.all_day:
        spans = [(0, MINUTES_OF_A_DAY)]
    else:
        spans = [(first, last)] if first < last else [(0, last), (first, MINUTES_OF_A_DAY)]
    lower = _bound(window.since, day, zone, 0)
    upper = _bound(window.until, day, zone, MINUTES_OF_A_DAY)
    clipped = [(max(begin, lower), min(end, upper)) for begin, end in spans]
    return [(begin, end) for begin, end in clipped if begin < end]


def _bound(at: datetime | None, day: date, zone: tzinfo, otherwise: int) -> int:
    if at is None:
        return otherwise
    local = at.astimezone(zone)
    if local.date() == day:
        return local.hour * 60 + local.minute
    return 0 if local.date() < day else MINUTES_OF_A_DAY
