"""Windows: the door's clock in, UTC out, the week days always, and no hour lost where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.integration.access import window
from keyturn.integration.access.window import ALWAYS, Window
from keyturn.integration.errors import RequestRefused
from keyturn.nuki import timezones
from keyturn.nuki.models.auth import SmartlockAuth

BERLIN = ZoneInfo("Europe/Berlin")
zones = st.sampled_from(timezones.NAMES).map(ZoneInfo)
minutes = st.integers(0, 1439)
instants = st.integers(0, 6 * 366 * 24 * 60).map(
    lambda minute: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
windows = st.builds(
    lambda since, length, days, first, hours: (
        Window(since, since + length, days, first, (first + hours) % 1440 if hours else first)
        if hours
        else Window(since, since + length, days)
    ),
    instants,
    st.timedeltas(timedelta(minutes=1), timedelta(days=90)),
    st.integers(1, 127),
    minutes,
    st.integers(0, 1439),
)


def auth(**changes: Any) -> SmartlockAuth:
    values: dict[str, Any] = {"id": "a", "smartlock_id": 1, "type": 13, "name": "n", "enabled": True}
    return SmartlockAuth(**(values | {"remote_allowed": True, "lock_count": 0} | changes))


def form(since: str = "", until: str = "", first: str = "", last: str = "", *days: int) -> Window:
    return window.from_form(since, until, first, last, days, BERLIN)


@given(windows)
def test_what_is_sent_acts_as_it_was_meant(meant: Window) -> None:
    acting = window.acting(auth(**vars(window.fields(meant))))
    assert acting is not None
    assert window.same(acting, meant)


@given(windows)
def test_the_week_days_are_always_sent(meant: Window) -> None:
    sent = window.fields(meant)
    assert 1 <= sent.allowed_week_days <= 127
    assert 0 <= sent.allowed_from_time <= 1439
    without = window.acting(auth(**(vars(sent) | {"allowed_week_days": None})))
    assert without == ALWAYS, "the lock ignores dates without week days"


@given(instants, instants, zones)
def test_dates_are_the_doors_own(one: datetime, other: datetime, zone: ZoneInfo) -> None:
    since, until = sorted((one, other))
    walls = [at.astimezone(zone).replace(tzinfo=None, fold=0) for at in (since, until)]
    if walls[0] >= walls[1]:
        return
    first, last = (wall.isoformat(timespec="minutes") for wall in walls)
    made = window.from_form(first, last, "", "", (), zone)
    assert made.since is not None
    assert made.until is not None
    assert made.since <= since, "a guest never comes later than meant"
    assert made.until >= until, "and is never shut out earlier"
    assert made.since.astimezone(zone).replace(tzinfo=None, fold=0) == walls[0]
    assert (made.days, made.from_minute, made.until_minute) == (127, 0, 0)


def test_where_clocks_are_put_forward_a_time_that_does_not_come_is_later() -> None:
    assert form(since="2026-03-29T02:30").since == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert form(until="2026-03-29T02:30").until == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_where_clocks_are_put_back_the_window_has_both_hours() -> None:
    made = form("2026-10-25T02:30", "2026-10-25T02:30")
    assert made.since == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert made.until == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_days_and_hours() -> None:
    made = form("", "", "08:00", "18:30", 0, 4)
    assert (made.days, made.from_minute, made.until_minute) == (64 + 4, 480, 1110)
    assert window.hours(made) == 630
    assert window.hours(form("", "", "22:00", "06:00")) == 480
    assert window.hours(ALWAYS) == 1440


@pytest.mark.parametrize(
    "fields",
    [
        ("2026-03-02T10:00", "2026-03-02T10:00"),
        ("2026-03-02T10:00", "2026-03-01T10:00"),
        ("soon",),
        ("2026-03-02T10:00Z",),
        ("0001-01-01T00:00",),
        ("", "", "08:00", ""),
        ("", "", "08:00", "08:00"),
        ("", "", "25:00", "26:00"),
        ("", "", "08:00", "09:00", 7),
    ],
)
def test_what_is_no_window_is_refused(fields: tuple[Any, ...]) -> None:
    with pytest.raises(RequestRefused) as refused:
        form(*fields)
    assert refused.value.code == "code-window"


def test_when_it_holds() -> None:
    night = form("", "", "22:00", "06:00", 5)
    assert window.holds(night, datetime(2026, 3, 7, 22, 0, tzinfo=UTC), BERLIN)
    assert not window.holds(night, datetime(2026, 3, 7, 12, 0, tzinfo=UTC), BERLIN)
    assert not window.holds(night, datetime(2026, 3, 8, 22, 0, tzinfo=UTC), BERLIN)
    assert window.holds(ALWAYS, datetime(2026, 3, 8, 22, 0, tzinfo=UTC), BERLIN)


def test_a_window_nobody_can_read_is_not_taken_for_ours() -> None:
    assert window.acting(auth(allowed_week_days=127, allowed_from_date="soon")) is None
