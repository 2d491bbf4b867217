"""Entries of the log as sentences, day by day in the door's own time; and a week of them as a small chart. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from keyturn.integration.activity.entry import Entry
from keyturn.integration.smartlocks.mirror import Door
from keyturn.integration.web.texts import Texts
from keyturn.nuki.codes import DeviceType, LogState
from keyturn.nuki.timezones import zone

DAYS = 7


@dataclass(frozen=True)
class EntryView:
    """One line. ``trouble``: it did not end well."""

    at: datetime
    day: str
    time: str
    door: str
    what: str
    how: str
    trouble: str


@dataclass(frozen=True)
class Bar:
    """One day of the chart: ``share`` of the busiest day, 0 to 100."""

    day: str
    count: int
    share: int


def zone_of(door: Door | None) -> tzinfo:
    """The door's time zone; UTC where the device names none we know."""
    try:
        return UTC if door is None or door.timezone_id is None else zone(door.timezone_id)
    except LookupError:
        return UTC


def line(entry: Entry, door: Door | None, texts: Texts, language: str) -> EntryView:
    """An entry in words; codes nobody has told us about are shown as their numbers."""

    def either(key: str, code: int) -> str:
        return texts.say(language, key) if texts.has(key) else texts.say(language, "log.other", number=code)

    local = entry.at.astimezone(zone_of(door))
    opener = f"log.opener_deed.{entry.deed}"
    own = entry.device_type == DeviceType.OPENER and texts.has(opener)
    what = either(opener if own else f"log.deed.{entry.deed}", entry.deed)
    source = f"log.source.{entry.source}"
    how = texts.say(language, source) if texts.has(source) else either(f"log.cause.{entry.cause}", entry.cause)
    trouble = "" if entry.outcome == LogState.SUCCESS else either(f"log.outcome.{entry.outcome}", entry.outcome)
    return EntryView(
        at=entry.at,
        day=f"{local:%Y-%m-%d}",
        time=f"{local:%H:%M}",
        door=door.name if door else "",
        what=what,
        how=", ".join(filter(None, (entry.who, how))),
        trouble=trouble,
    )


def chart(instants: list[datetime], today: date, where: tzinfo) -> tuple[Bar, ...]:
    """The last days, the oldest first, each with how much happened."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counts = dict.fromkeys(days, 0)
    for instant in instants:
        day = instant.astimezone(where).date()
        if day in counts:
            counts[day] += 1
    most = max(counts.values()) or 1
    return tuple(Bar(f"{day:%d.%m.}", count, round(100 * count / most)) for day, count in counts.items())
