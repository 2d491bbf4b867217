"""Smartlock: name and favourite, removal, administration PIN, sync, and what Nuki Web keeps for itself."""

from __future__ import annotations

from typing import Any

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.models.smartlock import (
    AdminPinUpdate,
    BulkWebConfigRequest,
    SmartlockUpdate,
    WebConfig,
)
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer

RULES = (
    Rule("A name is one to 32 characters long.", Confidence.GUESSED, "S-25 says so of authorizations"),
    Rule(
        "Name, favourite and web configuration are Nuki Web's own and change at once; the first two are told by "
        "DEVICE_MASTERDATA.",
        Confidence.GUESSED,
        "P-WH: master data changed",
    ),
    Rule("A removed device is told by DEVICE_MASTERDATA with deleted.", Confidence.DOCUMENTED, "P-WH"),
    Rule("A PIN is a number from 0 to 9999.", Confidence.DOCUMENTED, "S-25"),
    Rule("In a bulk request one unknown device refuses all.", Confidence.GUESSED, "our choice"),
)

NAME_MOST = 32
PIN_MOST = 9999


async def update(call: Call) -> Answer:
    """``POST /smartlock/{smartlockId}``."""
    device, asked = call.device(), call.body(SmartlockUpdate)
    given: dict[str, Any] = {}
    if asked.name is not None:
        if not 0 < len(asked.name) <= NAME_MOST:
            raise ParameterRefused("name", asked.name)
        given["name"] = asked.name
    if asked.favorite is not None:
        given["favorite"] = asked.favorite
    call.world.upkeep.present(device, **given)
    call.world.changed()
    return NO_CONTENT


async def remove(call: Call) -> Answer:
    """``DELETE /smartlock/{smartlockId}``: the account gives the device up."""
    device = call.device()
    await call.world.upkeep.dismiss(device)
    call.world.remove_device(device)
    return NO_CONTENT


async def enter_pin(call: Call) -> Answer:
    """``POST …/admin/pin``."""
    device, pin = call.device(), call.body(AdminPinUpdate).admin_pin
    if not 0 <= pin <= PIN_MOST:
        raise ParameterRefused("adminPin", str(pin))
    call.world.upkeep.check_pin(device, pin)
    return NO_CONTENT


async def sync(call: Call) -> Answer:
    """``POST …/sync``."""
    call.world.upkeep.sync(call.device())
    return NO_CONTENT


async def configure_web(call: Call) -> Answer:
    """``POST …/web/config``."""
    device = call.device()
    _configure_web(call, device, call.body(WebConfig))
    return NO_CONTENT


async def configure_web_bulk(call: Call) -> Answer:
    """``POST /bulk-web-config``."""
    asked = call.body(BulkWebConfigRequest).web_config_requests
    devices = [_own(call, one.smartlock_id) for one in asked]
    for device, one in zip(devices, asked, strict=True):
        _configure_web(call, device, one.web_config)
    return NO_CONTENT


def _own(call: Call, number: int) -> Device:
    device = call.find(number)
    if device is None:
        raise ParameterRefused("smartlockId", str(number))
    call.need_hosting(device)
    return device


def _configure_web(call: Call, device: Device, asked: WebConfig) -> None:
    present = device.shown.web_config or WebConfig()
    warning, dismissed = asked.battery_warning_per_mail_enabled, asked.dismissed_lift_up_handle_warning
    for number in dismissed or ():
        if not 0 <= number < 2**31:
            raise ParameterRefused("dismissedLiftUpHandleWarning", str(number))
    merged = WebConfig(
        battery_warning_per_mail_enabled=present.battery_warning_per_mail_enabled if warning is None else warning,
        dismissed_lift_up_handle_warning=present.dismissed_lift_up_handle_warning
        if dismissed is None
        else dismissed,
    )
    call.world.upkeep.configure_web(device, web_config=merged)
    call.world.changed()


BINDINGS: tuple[Binding, ...] = (
    (endpoints.POST_SMARTLOCK, update),
    (endpoints.DELETE_SMARTLOCK, remove),
    (endpoints.POST_SMARTLOCK_ADMIN_PIN, enter_pin),
    (endpoints.POST_SMARTLOCK_SYNC, sync),
    (endpoints.POST_SMARTLOCK_WEB_CONFIG, configure_web),
    (endpoints.POST_SMARTLOCK_BULK_WEB_CONFIG, configure_web_bulk),
)
