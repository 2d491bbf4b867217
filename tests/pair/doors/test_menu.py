"""Both sides agree on what a device can be asked for, and nothing that lets somebody in is sent without a yes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.pair.joined import Street, play

from keyturn.integration.actions.action import Kind, code_for, kinds_for
from keyturn.nuki.codes import DeviceType
from keyturn.sandbox.devices.orders import NotUnderstood, numbered


@pytest.mark.parametrize("device_type", list(DeviceType))
def test_what_is_offered_is_understood_and_nothing_is_forgotten(device_type: DeviceType) -> None:
    device = cast("Any", SimpleNamespace(type=device_type, opener_advanced_config=None))
    understood = set()
    for action in range(20):
        try:
            numbered(device, action, 0)
            understood.add(action)
        except NotUnderstood:
            pass
    offered = {order.action for kind in kinds_for(device_type) if (order := code_for(device_type, kind))}
    assert offered == understood


def test_a_type_nobody_knows_is_offered_nothing() -> None:
    assert kinds_for(99) == ()
    assert all(code_for(99, kind) is None for kind in Kind)


def test_opening_asks_first_and_a_way_back_leaves_the_door_alone(tmp_path: Path) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        number = street.lock["smartlock_id"]
        await street.person.go("/doors")
        await street.person.press(f"/{number}/open")
        assert "the door springs open" in street.person.text
        await street.wait(30)
        assert street.sandbox.device(number)["state"]["state"] == 1
        assert street.person.action_of(street.lock["name"]) == ""
        await street.press("open")
        await street.wait(30)
        assert street.person.action_of(street.lock["name"]) == "confirmed"

    play(tmp_path, story)


@pytest.mark.parametrize("kind", ["ring-to-open-on", "ring-to-open-off"])
def test_ring_to_open_is_offered_by_what_it_is(tmp_path: Path, kind: str) -> None:
    async def story(street: Street) -> None:
        await street.person.connect()
        await street.press("ring-to-open-on", street.opener)
        await street.wait(20)
        if kind == "ring-to-open-off":
            await street.press(kind, street.opener)
            await street.wait(20)
        on = kind == "ring-to-open-on"
        assert street.person.action_of(street.opener["name"]) == "confirmed"
        assert street.sandbox.device(street.opener["smartlock_id"])["state"]["state"] == (3 if on else 1)

    play(tmp_path, story)
