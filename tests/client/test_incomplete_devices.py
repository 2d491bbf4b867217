"""One device that lacks something does not hide the others."""

from __future__ import annotations

import msgspec
import pytest

from keyturn.client import errors, requests, responses

REQUEST = requests.list_smartlocks()


def test_an_entry_with_an_error_keeps_its_id_name_and_error() -> None:
    body = msgspec.Raw(b'{"smartlockId":17618910285,"name":"Front door","error":"no active subscription"}')
    read = responses.smartlock(REQUEST, body)
    assert (read.smartlock_id, read.type, read.name) == (17618910285, 4, "Front door")
    assert read.error == "no active subscription"
    assert read.state is None


def test_what_is_missing_is_said_where_nuki_says_nothing() -> None:
    read = responses.smartlock(REQUEST, msgspec.Raw(b'{"smartlockId":1,"type":99,"name":"x","state":{"mode":2}}'))
    assert read.type == 99
    assert read.error is not None
    assert "missing required field" in read.error


@pytest.mark.parametrize("body", [b"{}", b"7", b'{"smartlockId":"front"}'])
def test_an_entry_without_an_id_is_no_device(body: bytes) -> None:
    with pytest.raises(errors.UnreadableAnswer):
        responses.smartlock(REQUEST, msgspec.Raw(body))
