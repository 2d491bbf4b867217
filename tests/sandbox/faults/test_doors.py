"""Every fault of a device strikes, and does what it says."""

from __future__ import annotations

from typing import Any

import pytest

from keyturn.sandbox.faults.doors import FAULTS
from keyturn.sandbox.faults.effects import DeviceFails, Shows
from keyturn.testing import Nuki

FAILING = {fault.name: fault.effect for fault in FAULTS if isinstance(fault.effect, DeviceFails)}
SHOWING = {fault.name: fault.effect for fault in FAULTS if isinstance(fault.effect, Shows)}


@pytest.mark.parametrize("name", FAILING)
def test_the_device_gives_up_and_says_why(nuki: Nuki, name: str) -> None:
    effect, door = FAILING[name], nuki.door()
    before = door.look()["state"]["state"]
    nuki.arm(name)
    token = nuki.grant("smartlock smartlock.action smartlock.log webhook.central")
    asked = nuki.post(f"/smartlock/{door.id}/action/unlock/advanced", token)
    nuki.advance(20)
    told = nuki.confirmation(asked.json["requestId"])
    assert told is not None
    assert (told["success"], told["errorCode"]) == (False, effect.error_code)
    assert door.look()["state"]["state"] == (before if effect.state is None else effect.state)
    assert nuki.get(f"/smartlock/{door.id}/log", token).json[0]["state"] == effect.log_state


@pytest.mark.parametrize("name", SHOWING)
def test_the_device_shows_it_until_it_is_taken_back(nuki: Nuki, name: str) -> None:
    effect, door = SHOWING[name], nuki.door()
    nuki.grant("webhook.central")

    def shown() -> dict[str, Any]:
        seen = door.look()
        own = {_camel(field): seen[_camel(field)] for field in effect.fields}
        return {**own, **{_camel(field): seen["state"][_camel(field)] for field in effect.state}}

    before = shown()
    nuki.arm(name)
    nuki.advance(1)
    assert shown() == {_camel(field): value for field, value in {**effect.fields, **effect.state}.items()}
    assert [mail.kind for mail in nuki.webhooks[:1]] == ["DEVICE_STATUS"]
    nuki.disarm(name)
    assert shown() == before


def test_out_of_reach_nothing_moves_and_it_says_so(nuki: Nuki) -> None:
    nuki.arm("device_offline", times=None)
    token, door = nuki.grant("smartlock.action webhook.central"), nuki.door()
    asked = nuki.post(f"/smartlock/{door.id}/action/unlock/advanced", token)
    nuki.advance(10)
    told = nuki.confirmation(asked.json["requestId"])
    assert told is not None and told["errorCode"] == "ff"
    assert (door.state, door.look()["serverState"]) == ("locked", 4)


def test_without_an_activity_log_there_are_no_entries_and_no_webhooks_of_them(nuki: Nuki) -> None:
    nuki.arm("activity_log_off", times=None)
    token, door = nuki.grant("smartlock smartlock.action smartlock.log webhook.central"), nuki.door()
    nuki.post(f"/smartlock/{door.id}/action/unlock", token)
    nuki.advance(10)
    assert door.state == "unlocked"
    assert nuki.get(f"/smartlock/{door.id}/log", token).json == []
    assert "DEVICE_LOGS" not in {mail.kind for mail in nuki.webhooks}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
