"""Every fault of an authorization strikes, and does what it says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sandbox.resources.auths.keys import WHOLE

from keyturn.sandbox.faults.keys import FAULTS
from keyturn.testing import Door, Nuki

SCOPES = "smartlock smartlock.auth webhook.central"
CODE = 654987


def listed(nuki: Nuki, door: Door) -> list[dict[str, Any]]:
    answer = nuki.get(f"/smartlock/{door.id}/auth", nuki.api_token).json
    return [auth for auth in answer if auth.get("name") == "Guest"]


def opens(nuki: Nuki, door: Door) -> bool:
    """Whether the keypad takes the code."""
    nuki.person(door, "enter_code", code=CODE)
    nuki.advance(10)
    return door.state == "unlocked"


def made(nuki: Nuki, door: Door, fault: str | None = None, seconds: float | None = None) -> None:
    if fault:
        nuki.arm(fault, seconds=seconds)
    asked = {**WHOLE, "code": CODE}
    answer = nuki.request("PUT", f"/smartlock/{door.id}/auth", nuki.api_token, asked)
    assert answer.status == 204, answer.body
    nuki.advance(10)


def test_without_any_the_code_opens(nuki: Nuki) -> None:
    door = nuki.door("Front door")
    made(nuki, door)
    assert listed(nuki, door)
    assert opens(nuki, door)


def test_a_code_is_listed_and_does_not_open_until_a_sync_takes_it_from_the_list(nuki: Nuki) -> None:
    door = nuki.door("Front door")
    made(nuki, door, "auth_not_on_lock")
    assert listed(nuki, door)
    assert not opens(nuki, door)
    nuki.post(f"/smartlock/{door.id}/sync", nuki.api_token)
    nuki.advance(60)
    assert listed(nuki, door) == []


def test_a_code_that_is_lost_does_not_open(nuki: Nuki) -> None:
    door = nuki.door("Front door")
    made(nuki, door, "auth_lost")
    assert not opens(nuki, door)


def test_a_late_code_opens_later(nuki: Nuki) -> None:
    door = nuki.door("Front door")
    made(nuki, door, "auth_late", seconds=300)
    assert not opens(nuki, door)
    nuki.advance(300)
    assert opens(nuki, door)


def test_a_deletion_that_deletes_nothing(nuki: Nuki) -> None:
    door = nuki.door("Front door")
    made(nuki, door)
    nuki.arm("auth_not_deleted")
    (auth,) = listed(nuki, door)
    gone = nuki.request("DELETE", f"/smartlock/{door.id}/auth/{auth['id']}", nuki.api_token)
    nuki.advance(60)
    assert gone.status == 204
    assert listed(nuki, door)
    assert opens(nuki, door)


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_another_device_is_spared(nuki: Nuki, name: str) -> None:
    nuki.arm(name, nuki.door("Garden door"), times=None)
    made(nuki, nuki.door("Front door"))
    assert opens(nuki, nuki.door("Front door"))
