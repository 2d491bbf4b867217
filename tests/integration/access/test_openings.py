"""A day at the door: what is drawn is what the wall clock says, also when the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.integration.access.openings import openings, stretches
from keyturn.integration.access.window import ALWAYS, Window, holds
from keyturn.nuki.timezones import NAMES

BERLIN = ZoneInfo("Europe/Berlin")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def spans(window: Window, day: date) -> list[tuple[int, int]]:
    return [(one.from_minute, one.until_minute) for one in openings(window, day, BERLIN)]


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 3, 30), 24)])
def test_a_day_has_as_many_hours_as_it_has(day: date, hours: int) -> None:
    (whole,) = openings(ALWAYS, day, BERLIN)
    assert whole.until - whole.since == timedelta(hours=hours)
    assert (whole.from_minute, whole.until_minute) == (0, 1440)
    assert len(stretches(day, BERLIN)) == (1 if hours == 24 else 2)


def test_an_hour_left_out_opens_nothing_and_one_that_comes_twice_opens_twice() -> None:
    night = Window(from_minute=120, until_minute=180)
    assert spans(night, FORWARD) == []
    assert [one.until - one.since for one in openings(night, BACK, BERLIN)] == [timedelta(hours=2)]
    assert spans(Window(from_minute=150, until_minute=240), BACK) == [(150, 180), (150, 240)]


def test_a_night_past_midnight_is_two_ends_of_a_day() -> None:
    assert spans(Window(from_minute=1320, until_minute=360), date(2026, 3, 2)) == [(0, 360), (1320, 1440)]


def test_dates_cut_a_day_and_other_days_are_closed() -> None:
    noon = datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert spans(Window(since=noon), date(2026, 3, 2)) == [(720, 1440)]
    assert spans(Window(until=noon), date(2026, 3, 2)) == [(0, 720)]
    assert spans(Window(until=noon), date(2026, 3, 3)) == []
    assert spans(Window(days=32), date(2026, 3, 2)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_zone_of_nukis_has_days_without_gap_or_overlap(name: str) -> None:
    zone = ZoneInfo(name)
    day = date(2026, 1, 1)
    end = openings(ALWAYS, day, zone)[-1].until
    for ahead in range(1, 366):
        parts = stretches(day + timedelta(days=ahead), zone)
        assert parts[0].since == end
        assert all(one.until == other.since for one, other in pairwise(parts))
        end = parts[-1].until


@given(
    st.integers(-60 * 24 * 20, 60 * 24 * 20),
    st.integers(1, 60 * 24 * 20),
    st.integers(1, 127),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from([FORWARD, BACK, date(2026, 3, 28), date(2026, 10, 26)]),
    st.integers(0, 25 * 60),
)
def test_what_is_open_is_what_the_lock_would_say(
    begin: int, lasting: int, days: int, first: int, last: int, day: date, minute: int
) -> None:
    midnight = stretches(day, BERLIN)[0].since
    since = midnight + timedelta(minutes=begin)
    window = Window(since, since + timedelta(minutes=lasting), days, first, last)
    at = midnight + timedelta(minutes=minute)
    if at >= stretches(day, BERLIN)[-1].until:
        return
    drawn = any(one.since <= at < one.until for one in openings(window, day, BERLIN))
    assert drawn == holds(window, at, BERLIN)
