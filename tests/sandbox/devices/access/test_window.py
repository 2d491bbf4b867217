"""Windows across time zones and daylight saving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyturn.nuki import timezones
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.sandbox.devices.access.window import holds

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def auth(**fields: Any) -> SmartlockAuth:
    base: dict[str, Any] = {
        "id": "a", "smartlock_id": 1, "type": 13, "name": "n", "enabled": True, "remote_allowed": True, "lock_count": 0,
    }  # fmt: skip
    return SmartlockAuth(**{**base, **fields})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "zone", "now", "expected"),
    [
        ({}, BERLIN, "2026-01-05T00:00", True),
        ({"enabled": False}, BERLIN, "2026-01-05T00:00", False),
        ({"allowed_until_date": "2020-01-01T00:00:00Z"}, BERLIN, "2026-01-05T00:00", True),  # no week days
        ({"allowed_week_days": 127, "allowed_until_date": "2020-01-01T00:00:00Z"}, BERLIN, "2026-01-05T00:00", False),
        ({"allowed_week_days": 127, "allowed_from_date": "2026-01-05T00:00:00Z"}, BERLIN, "2026-01-05T00:00", True),
        ({"allowed_week_days": 127, "allowed_from_date": "2026-01-05T00:00:01Z"}, BERLIN, "2026-01-05T00:00", False),
        ({"allowed_week_days": 127, "allowed_until_date": "2026-01-05T00:00:00Z"}, BERLIN, "2026-01-05T00:00", False),
        ({"allowed_week_days": 64}, BERLIN, "2026-01-04T23:30", True),  # Monday in Berlin already
        ({"allowed_week_days": 64}, NEW_YORK, "2026-01-05T04:30", False),  # Sunday in New York still
        ({"allowed_week_days": 1}, NEW_YORK, "2026-01-05T04:30", True),
        ({"allowed_week_days": 127, "allowed_from_time": 480, "allowed_until_time": 600}, BERLIN,
         "2026-01-05T07:00", True),  # winter: 8:00
        ({"allowed_week_days": 127, "allowed_from_time": 480, "allowed_until_time": 600}, BERLIN,
         "2026-07-06T07:00", True),  # summer: 9:00
        ({"allowed_week_days": 127, "allowed_from_time": 480, "allowed_until_time": 600}, BERLIN,
         "2026-07-06T06:00", True),  # summer: 8:00
        ({"allowed_week_days": 127, "allowed_from_time": 480, "allowed_until_time": 600}, BERLIN,
         "2026-01-05T06:59", False),
        ({"allowed_week_days": 127, "allowed_from_time": 480, "allowed_until_time": 600}, BERLIN,
         "2026-01-05T09:00", False),
        ({"allowed_week_days": 127, "allowed_from_time": 120, "allowed_until_time": 180}, BERLIN,
         "2026-03-29T01:30", False),  # 2:30 does not exist in the night of the change: it is 3:30
        ({"allowed_week_days": 127, "allowed_from_time": 1320, "allowed_until_time": 360}, BERLIN,
         "2026-01-05T22:00", True),  # over midnight
        ({"allowed_week_days": 127, "allowed_from_time": 1320, "allowed_until_time": 360}, BERLIN,
         "2026-01-05T12:00", False),
    ],
)  # fmt: skip
def test_windows(fields: dict[str, Any], zone: ZoneInfo, now: str, expected: bool) -> None:
    assert holds(auth(**fields), at(now), zone) is expected


@given(
    timezone_id=st.integers(0, 45),
    minutes=st.integers(0, 6 * 366 * 24 * 60),
    since=st.integers(0, 1439),
    until=st.integers(0, 1439),
)
def test_daily_times_are_local_everywhere(timezone_id: int, minutes: int, since: int, until: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    zone = timezones.zone(timezone_id)
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    span = (until - since) % 1440 or 1440
    inside = (minute - since) % 1440 < span
    one = auth(allowed_week_days=127, allowed_from_time=since, allowed_until_time=until)
    assert holds(one, now, zone) is inside
    over = auth(allowed_week_days=127, allowed_until_date=to_wire(now - timedelta(seconds=1)))
    assert not holds(over, now, zone)


def test_there_is_no_other_time_zone() -> None:
    assert len(timezones.NAMES) == 46
    for outside in (-1, 46):
        with pytest.raises(LookupError, match="0 to 45"):
            timezones.zone(outside)
