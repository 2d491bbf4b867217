"""``/_sandbox/devices``: hands on the doors."""

from __future__ import annotations

import msgspec

from keyturn.nuki.codes import ServerState
from keyturn.nuki.ids import SmartlockId
from keyturn.sandbox.control import guard
from keyturn.sandbox.control.controls import Controls
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.orders import NotUnderstood
from keyturn.sandbox.devices.person import deeds
from keyturn.sandbox.devices.person.hands import CannotBeDone
from keyturn.sandbox.errors import Problem
from keyturn.sandbox.wire.answer import Answer
from keyturn.sandbox.wire.request import Request
from keyturn.sandbox.wire.routes import Route


class _Named(msgspec.Struct):
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
        deed = _deed(request)
        if deed.needs_server and device.shown.server_state == ServerState.OFFLINE:
            raise Problem(
                409,
                "out-of-reach",
                "The device is out of reach",
                detail=f"Nobody would learn what a person does at {device.shown.name!r} now.",
                remedy="Disarm device_offline, or let the device come_online, first.",
            )
        try:
            await self._world.hands.do(device, deed)
        except CannotBeDone as trouble:
            raise guard.bad(str(trouble), "Do something else.") from None
        except NotUnderstood:
            raise guard.bad(
                f"{device.shown.name!r} has nothing to {str(deed.__struct_config__.tag).replace('_', ' ')} with.",
                "Locks have keys, Openers have bells, and a door is noticed by a door sensor only.",
            ) from None
        self._world.changed()
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


def _deed(request: Request) -> deeds.AnyDeed:
    try:
        does = msgspec.json.decode(request.body, type=_Named).does
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        does = None
    if does is not None and does not in deeds.NAMES:
        raise guard.bad(f"Nobody can {does!r} a device.", f"Use one of: {', '.join(deeds.NAMES)}.")
    deed: deeds.AnyDeed = guard.read(request, deeds.AnyDeed)  # type: ignore[arg-type]  # a union is no class
    return deed


def routes(controls: Controls) -> tuple[Route, ...]:
    """Their routes."""
    control = DeviceControl(controls)
    return (
        guard.guarded("devices", "GET", "/_sandbox/devices", control.list),
        guard.guarded("person", "POST", "/_sandbox/devices/{id}/person", control.person),
    )
