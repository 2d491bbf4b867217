"""Facts that can be checked against each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from keyturn.checklist import CHECKLIST
from keyturn.nuki import dates, ids, scopes
from keyturn.nuki.endpoints import ENDPOINTS
from keyturn.nuki.errors import DEVICE_ERRORS
from keyturn.nuki.models.smartlock import State, firmware_text


@pytest.mark.parametrize(
    ("device_type", "expected"), [(0, 439041101), (2, 9028975693), (3, 13323942989), (4, 17618910285)]
)
def test_device_ids_follow_the_documented_table(device_type: int, expected: int) -> None:
    made = ids.smartlock_id(device_type, "1A2B3C4D")
    assert made == expected
    assert ids.printed_id(made) == "1A2B3C4D"
    assert ids.device_type_of(made) == device_type


def test_a_short_nuki_id_is_named() -> None:
    with pytest.raises(ValueError, match="'1A2B'"):
        ids.smartlock_id(4, "1A2B")


def test_dates_are_utc_with_milliseconds() -> None:
    vienna = datetime(2026, 3, 2, 11, 11, 12, 345678, tzinfo=timezone(timedelta(hours=1)))
    assert dates.to_wire(vienna) == "2026-03-02T10:11:12.345Z"
    assert dates.from_wire("2026-03-02T10:11:12.345Z") == datetime(2026, 3, 2, 10, 11, 12, 345000, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        dates.from_wire("2026-03-02T10:11:12")


def test_firmware_is_hex_coded() -> None:
    assert firmware_text(133135) == "2.8.15"
    assert firmware_text(329988) == "5.9.4"


def test_names_are_unique_and_complete() -> None:
    assert len(ENDPOINTS) == 104
    assert len({endpoint.name for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    assert len({(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}) == len(ENDPOINTS)
    assert set(scopes.IN_PLAIN_WORDS) == set(scopes.Scope)
    assert [point.number for point in CHECKLIST] == list(range(1, 11))
    assert all(code == code.lower() and int(code, 16) for code in DEVICE_ERRORS)


def test_an_unknown_key_or_code_does_not_make_an_answer_unreadable() -> None:
    body = (
        b'{"mode":9,"state":77,"trigger":42,"lastAction":9,"batteryCritical":false,"doorState":0,'
        b'"ringToOpenTimer":0,"nightMode":false,"ringToOpenEnd":null,"tomorrow":"new"}'
    )
    assert msgspec.json.decode(body, type=State).state == 77
