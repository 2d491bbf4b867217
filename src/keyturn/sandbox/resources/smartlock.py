"""Smartlock: the devices of an account, whatever their type."""

from __future__ import annotations

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import Answer

RULES = (Rule("Reads answer at once from what the server knows.", Confidence.DOCUMENTED, "D-con"),)


async def list_smartlocks(call: Call) -> Answer:
    """``GET /smartlock?authId=&type=``. Each device's JSON is kept until it changes."""
    devices = call.devices()
    if call.request.query:
        query = Query(call.request)
        kind, auth_id = query.number("type"), query.number("authId")
        devices = [
            device
            for device in devices
            if (kind is None or device.shown.type == kind) and (auth_id is None or device.shown.auth_id == auth_id)
        ]
    return Answer(200, b"[%b]" % b",".join([call.shown(device) for device in devices]))


async def get_smartlock(call: Call) -> Answer:
    """``GET /smartlock/{smartlockId}``."""
    return Answer(200, call.shown(call.device()))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.LIST_SMARTLOCKS, list_smartlocks),
    (endpoints.GET_SMARTLOCK, get_smartlock),
)
