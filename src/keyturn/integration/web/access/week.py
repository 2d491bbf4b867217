"""Who can enter when: one week of all codes of a door, by the door's own clock. Pure; digits have no place in it.

What is drawn is what was asked for. Whether the door has confirmed it stands beside it, and in how a bar looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keyturn.integration.access.code import ENDED, Code, CodeState
from keyturn.integration.access.drift import Drift
from keyturn.integration.access.lock import Lock
from keyturn.integration.access.openings import Stretch, openings, stretches
from keyturn.integration.errors import PageRefused
from keyturn.integration.web.access.views import address
from keyturn.integration.web.texts import Texts

YEARS = 10
"""So far back and ahead one can turn the pages."""


@dataclass(frozen=True)
class Cell:
    """One code on one day: its times in words, empty when closed, and bars as start and length in hundredths."""

    times: str
    bars: tuple[tuple[float, float], ...]
    all_day: bool = False


@dataclass(frozen=True)
class Row:
    """One code's week. ``standing`` is what the door says of it, a key of ``codes.week.standing``."""

    name: str
    path: str
    standing: str
    sure: bool
    whole: bool
    cells: tuple[Cell, ...]

    @property
    def opens(self) -> bool:
        """Whether it lets in at all this week."""
        return any(cell.bars for cell in self.cells)


@dataclass(frozen=True)
class Head:
    """One day. ``change``: what happens to the clock, in words; empty on all days but two a year."""

    day: date
    weekday: str
    label: str
    today: bool
    change: str


@dataclass(frozen=True)
class Week:
    """``earlier``, ``later`` and ``this`` are values of the address; ``this`` is empty for the present week."""

    title: str
    number: str
    earlier: str
    later: str
    this: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    idle: tuple[Row, ...]


def monday_of(asked: str | None, today: date) -> date:
    """The week asked for, like ``2026-W13``; this one if none was. Raises :class:`PageRefused` (``not-found``)."""
    if not asked:
        return today - timedelta(days=today.weekday())
    try:
        monday = date.fromisoformat(f"{asked}-1") if len(asked) == len("2026-W13") else None
    except ValueError:
        monday = None
    if monday is None or monday.weekday() != 0 or abs(monday.year - today.year) > YEARS:
        raise PageRefused(f"No week {asked!r}.", code="not-found")
    return monday


def week_of(
    codes: Iterable[Code], asked: str | None, lock: Lock, now: datetime, texts: Texts, language: str
) -> Week:
    """The week asked for, or the present one, in one language. Raises as :func:`monday_of`."""

    def t(key: str, **values: object) -> str:
        return texts.say(language, key, **values)

    def label(day: date) -> str:
        return t("codes.week.date", day=day.day, month=t(f"codes.month.{day.month}"))

    today = now.astimezone(lock.zone).date()
    monday = monday_of(asked, today)
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    heads = tuple(
        Head(day, t(f"codes.day.{day.weekday()}"), label(day), day == today, _change(day, lock, texts, language))
        for day in days
    )
    rows = [_row(code, days, lock, now, t("codes.week.all_day")) for code in codes if code.state not in ENDED]
    return Week(
        title=t("codes.week.span", first=label(days[0]), last=label(days[-1]), year=days[-1].year),
        number=_number(monday),
        earlier=_number(monday - timedelta(days=7)),
        later=_number(monday + timedelta(days=7)),
        this="" if today in days else _number(today),
        heads=heads,
        rows=tuple(row for row in rows if row.opens),
        idle=tuple(row for row in rows if not row.opens),
    )


def _row(code: Code, days: list[date], lock: Lock, now: datetime, all_day: str) -> Row:
    cells = tuple(_cell(openings(code.window, day, lock.zone), day, lock, all_day) for day in days)
    standing = _standing(code, now)
    return Row(
        name=code.name,
        path=address(code),
        standing=standing,
        sure=standing in ("on_lock", "over"),
        whole=all(cell.all_day for cell in cells),
        cells=cells,
    )


def _standing(code: Code, now: datetime) -> str:
    if code.state is CodeState.DRIFTED:
        return "gone" if code.drift == Drift.GONE else "differs"
    if code.state is CodeState.ON_LOCK and code.window.until is not None and code.window.until <= now:
        return "over"
    return str(code.state)


def _cell(open_then: tuple[Stretch, ...], day: date, lock: Lock, all_day: str) -> Cell:
    parts = stretches(day, lock.zone)
    begin, length = parts[0].since, parts[-1].until - parts[0].since
    bars = tuple(
        (round(100 * ((one.since - begin) / length), 2), round(100 * ((one.until - one.since) / length), 2))
        for one in open_then
    )
    if [(one.since, one.until) for one in open_then] == [(begin, begin + length)]:
        return Cell(all_day, bars, all_day=True)
    times = ", ".join(f"{_clock(one.from_minute)}–{_clock(one.until_minute)}" for one in open_then)
    return Cell(times, bars)


def _change(day: date, lock: Lock, texts: Texts, language: str) -> str:
    parts, expected = stretches(day, lock.zone), 0
    hours = (parts[-1].until - parts[0].since).total_seconds() / 3600
    for part in parts:
        if part.from_minute != expected:
            key = "codes.week.forward" if part.from_minute > expected else "codes.week.back"
            before, after = _clock(expected), _clock(part.from_minute)
            return texts.say(language, key, before=before, after=after, hours=f"{hours:g}")
        expected = part.until_minute
    return ""


def _number(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
