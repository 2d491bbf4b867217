"""What two pictures of a door say has happened between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from keyturn.integration.grants.grant import GrantId
from keyturn.integration.smartlocks.changes import LEFT_OPEN_AFTER, Change, changes, left_open
from keyturn.integration.smartlocks.mirror import Door
from keyturn.nuki.ids import SmartlockId

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE = Door(
    grant_id=GrantId("g"),
    smartlock_id=SmartlockId(1),
    name="Office",
    device_type=4,
    state=1,
    door_state=2,
    server_state=0,
    admin_pin_state=0,
    battery_critical=False,
    battery_charge=71,
    opens_on_unlock=False,
    known_at=NOW,
    told=False,
)


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({}, {"battery_critical": True}, Change.BATTERY_LOW),
        ({"battery_critical": True}, {"battery_critical": False}, Change.BATTERY_FINE),
        ({}, {"keypad_battery_critical": True}, Change.ACCESSORY_BATTERY_LOW),
        ({"keypad_battery_critical": True}, {"doorsensor_battery_critical": True}, Change.ACCESSORY_BATTERY_LOW),
        ({}, {"server_state": 4}, Change.OFFLINE),
        ({"server_state": 4}, {"server_state": 0}, Change.ONLINE),
        ({}, {"server_state": 2}, Change.UNLINKED),
        ({}, {"admin_pin_state": 2}, Change.PIN_WRONG),
        ({}, {"door_state": 3}, Change.DOOR_OPENED),
        ({"door_state": 3}, {"door_state": 2}, Change.DOOR_CLOSED),
    ],
)
def test_a_transition_is_named_once(then: dict[str, Any], now: dict[str, Any], said: Change) -> None:
    before = replace(BEFORE, **then)
    after = replace(before, **now, known_at=NOW + timedelta(seconds=1))
    assert changes(before, after) == (said,)
    assert changes(after, after) == ()


@pytest.mark.parametrize("past", [{"known_at": NOW - timedelta(1)}, {"smartlock_id": 2}, {"grant_id": "other"}])
def test_nothing_is_said_of_old_news_or_of_another_door(past: dict[str, Any]) -> None:
    assert changes(BEFORE, replace(BEFORE, server_state=4, **past)) == ()
    assert changes(None, replace(BEFORE, server_state=4)) == (), "nobody knows since when"


def test_a_door_is_left_open_after_a_while_and_not_before() -> None:
    door = replace(BEFORE, door_state=3, opened_at=NOW)
    assert not left_open(door, NOW + LEFT_OPEN_AFTER - timedelta(seconds=1))
    assert left_open(door, NOW + LEFT_OPEN_AFTER)
    assert not left_open(replace(door, door_state=2), NOW + LEFT_OPEN_AFTER)
    assert not left_open(replace(door, opened_at=None), NOW + LEFT_OPEN_AFTER)
