"""``/_sandbox/devices``: hands on the doors."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from keyturn.nuki.codes import DoorState, LockAction, ServerState
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.orders import NotUnderstood
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route

Deed = Literal["turn_key_lock", "turn_key_unlock", "ring_bell", "open_door", "close_door"]


class _Person(msgspec.Struct, forbid_unknown_fields=True):
    does: str


class DeviceControl:
    """What a person does at a door, without any app."""

    def __init__(self, controls: Controls) -> None:
        self._world = controls.world

    async def list(self, request: Request) -> Answer:
        """``{"devices": […]}`` of every account, each as the API shows it."""
        shown = b",".join(device.encoded for device in self._world.devices.values())
        return Answer(200, b'{"devices":[%b]}' % shown)

    async def person(self, request: Request) -> Answer:
        """``POST /_sandbox/devices/{id}/person {"does": …}``: answers the device; it has begun to move."""
        device = self._device(request.parameters["id"])
        if device.shown.server_state == ServerState.OFFLINE:
            raise Problem(
                409,
                "out-of-reach",
                "The device is out of reach",
                detail=f"Nobody would learn what a person does at {device.shown.name!r} now.",
                remedy="Disarm device_offline first.",
            )
        deed = guard.read(request, _Person).does
        if deed not in get_args(Deed):
            raise guard.bad(f"Nobody can {deed!r} a device.", f"Use one of: {', '.join(get_args(Deed))}.")
        motions = self._world.motions
        try:
            match deed:
                case "turn_key_lock":
                    motions.begin(device, orders.by_hand(device.shown, LockAction.LOCK))
                case "turn_key_unlock":
                    motions.begin(device, orders.by_hand(device.shown, LockAction.UNLOCK))
                case "ring_bell":
                    motions.begin(device, orders.ring(device.shown))
                case "open_door":
                    motions.move_door(device, DoorState.OPENED)
                case "close_door":
                    motions.move_door(device, DoorState.CLOSED)
        except NotUnderstood:
            raise guard.bad(
                f"{device.shown.name!r} has nothing to {deed.replace('_', ' ')}.",
                "Locks have keys, Openers have bells, and a door is noticed by a door sensor only.",
            ) from None
        return Answer(202, device.encoded)

    def _device(self, text: str) -> Device:
        known = text.isascii() and text.isdigit() and len(text) <= 18
        device = self._world.devices.get(SmartlockId(int(text))) if known else None
        if device is None:
            raise Problem(
                404,
                "no-device",
                "There is no such device",
                detail=f"No device has the id {text!r}.",
                remedy="GET /_sandbox lists the devices.",
            )
        return device


def routes(controls: Controls) -> tuple[Route, ...]:
    """Their routes."""
    control = DeviceControl(controls)
    return (
        guard.guarded("devices", "GET", "/_sandbox/devices", control.list),
        guard.guarded("person", "POST", "/_sandbox/devices/{id}/person", control.person),
    )
