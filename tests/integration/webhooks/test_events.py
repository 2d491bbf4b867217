"""Bodies are read into what they mean; nothing that arrives makes reading fail."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keyturn.integration.webhooks.events import ActionSettled, NotForUs, Several, StatusChanged, parts_of, read

STATUS = {
    "feature": "DEVICE_STATUS",
    "smartlockId": 17611223344,
    "state": {
        **{"mode": 2, "state": 3, "trigger": 6, "lastAction": 1, "batteryCritical": False, "doorState": 2},
        **{"ringToOpenTimer": 0, "nightMode": False, "batteryCharge": 71},
    },
    "serverState": 0,
    "adminPinState": 0,
}


def test_a_status() -> None:
    event = read(json.dumps(STATUS).encode())
    assert isinstance(event, StatusChanged)
    assert (event.smartlock_id, event.state.state, event.state.battery_charge) == (17611223344, 3, 71)


@pytest.mark.parametrize("kind", ["UnlockAction", "LockAction", "SmartlockAction", "SomethingNew"])
def test_an_outcome_of_any_name(kind: str) -> None:
    body = {"type": kind, "requestId": "5f0c", "smartlockId": 1, "success": False, "errorCode": "FF"}
    assert read(json.dumps(body).encode()) == ActionSettled("5f0c", False, "ff", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"feature":"DEVICE_LOGS","smartlockLog":{}}', "unreadable"),
        (b'{"feature":"TOMORROW"}', "TOMORROW"),
        (b"{}", "unknown"),
        (b"[", "unreadable"),
        (b"[" * 200_000, "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b'{"feature":"DEVICE_STATUS"}', "unreadable"),
        (b'{"type":"UnlockAction","success":true}', "unreadable"),
    ],
)
def test_what_is_not_for_us(body: bytes, kind: str) -> None:
    assert read(body) == NotForUs(kind)


def test_each_element_of_a_list_is_read_for_itself() -> None:
    event = read(json.dumps([STATUS, {"feature": "TOMORROW"}, [STATUS], 3]).encode())
    assert isinstance(event, Several)
    status, *others = parts_of(event)
    assert isinstance(status, StatusChanged)
    assert others == [NotForUs("TOMORROW"), NotForUs("unreadable"), NotForUs("unreadable")]
    assert parts_of(read(b"[]")) == ()


@given(some.binary())
def test_no_bytes_make_it_fail(body: bytes) -> None:
    assert read(body) is not None
