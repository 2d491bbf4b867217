"""SmartlockAction and its advanced form: asking a device to move.

The answer says that the request was understood. What became of it shows in the device's state, in its log and,
for the advanced calls, in the webhook that carries the request id.

Serves: confirmed-actions.
"""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.codes import LockAction
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.ids import RequestId
from keyturn.nuki.models.action import AdvancedReceipt, SmartlockAction
from keyturn.nuki.webhooks import ApiTrigger
from keyturn.sandbox.devices import orders
from keyturn.sandbox.devices.device import Device
from keyturn.sandbox.devices.events import Receipt
from keyturn.sandbox.devices.orders import NotUnderstood, Order
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.faults.effects import ActAtOnce
from keyturn.sandbox.faults.fault import Hook
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer

RULES = (
    Rule(
        "A plain action is answered 204, an advanced one 200 with a request id, before the device has done anything.",
        Confidence.DOCUMENTED,
        "D-con, S-25",
    ),
    Rule(
        "unlock without a body opens the door when a knob is outside; on an Opener it opens, and lock ends both modes.",
        Confidence.DOCUMENTED,
        "P-API",
    ),
    Rule("The request id has 24 hex digits.", Confidence.DOCUMENTED, "D-wha"),
)


OPTION_MAX = 7
"""A bit mask (documented: S-25)."""


async def act(call: Call) -> Answer:
    """``POST …/action``."""
    device = call.device()
    await _carry_out(call, device, _numbered(call, device, None))
    return NO_CONTENT


async def act_advanced(call: Call) -> Answer:
    """``POST …/action/advanced``."""
    device, receipt = call.device(), _receipt(call, ApiTrigger.SMARTLOCK_ACTION)
    return await _carry_out(call, device, _numbered(call, device, receipt))


async def lock(call: Call) -> Answer:
    """``POST …/action/lock``."""
    return await _simple(call, LockAction.LOCK, None)


async def lock_advanced(call: Call) -> Answer:
    """``POST …/action/lock/advanced``."""
    return await _simple(call, LockAction.LOCK, _receipt(call, ApiTrigger.LOCK_ACTION))


async def unlock(call: Call) -> Answer:
    """``POST …/action/unlock``: with a knob outside this opens the door."""
    return await _simple(call, LockAction.UNLOCK, None)


async def unlock_advanced(call: Call) -> Answer:
    """``POST …/action/unlock/advanced``."""
    return await _simple(call, LockAction.UNLOCK, _receipt(call, ApiTrigger.UNLOCK_ACTION))


def _numbered(call: Call, device: Device, receipt: Receipt | None) -> Order:
    asked = call.body(SmartlockAction)
    if not 0 <= asked.option <= OPTION_MAX:
        raise ParameterRefused("option", str(asked.option))
    try:
        return orders.numbered(device.shown, asked.action, asked.option, receipt)
    except NotUnderstood:
        raise ParameterRefused("action", str(asked.action)) from None


async def _simple(call: Call, action: LockAction, receipt: Receipt | None) -> Answer:
    device = call.device()
    try:
        order = orders.simple(device.shown, action, receipt)
    except NotUnderstood:
        raise StatusRefused(405, "The device cannot do this") from None
    return await _carry_out(call, device, order)


async def _carry_out(call: Call, device: Device, order: Order) -> Answer:
    world = call.world
    early = order.receipt and world.faults.strike(
        Hook.AFTER,
        ActAtOnce,
        smartlock_id=device.smartlock_id,
        operation=call.endpoint.name,
        account_id=device.account_id,
    )
    if early:
        await world.motions.at_once(device, order)
    else:
        world.motions.begin(device, order)
    if order.receipt is None:
        return NO_CONTENT
    return json_answer(AdvancedReceipt(request_id=order.receipt.request_id))


def _receipt(call: Call, trigger: ApiTrigger) -> Receipt:
    return Receipt(trigger, RequestId(call.world.entropy.object_id()), call.bearer.client_id)


BINDINGS: tuple[Binding, ...] = (
    (endpoints.ACT, act),
    (endpoints.LOCK, lock),
    (endpoints.UNLOCK, unlock),
    (endpoints.ACT_ADVANCED, act_advanced),
    (endpoints.LOCK_ADVANCED, lock_advanced),
    (endpoints.UNLOCK_ADVANCED, unlock_advanced),
)
