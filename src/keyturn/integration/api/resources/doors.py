"""Smartlocks as last known, and actions: asked, looked at, waited for.

Serves: confirmed-actions.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from datetime import timedelta
from enum import IntEnum

from keyturn.integration.actions.action import WAITING, Action, ActionId, ActionState, code_for, kinds_for
from keyturn.integration.api.operation import Call
from keyturn.integration.api.resources.customers import grant_of
from keyturn.integration.api.shapes import Action as Shown
from keyturn.integration.api.shapes import ActionNew, Page, Smartlock
from keyturn.integration.errors import CallRefused, GrantLost, NukiUnavailable, RequestRefused
from keyturn.integration.grants.grant import Grant, GrantId
from keyturn.integration.smartlocks.mirror import Door
from keyturn.nuki.codes import DeviceType, LockState, OpenerState, ServerState
from keyturn.nuki.ids import SmartlockId

LONGEST_WAIT = 30.0
PATIENCE_SECONDS = 4.0
"""How long a list waits for Nuki before it tells what was known before."""
log = logging.getLogger(__name__)


async def smartlocks(call: Call) -> Page[Smartlock]:
    """Every device of a grant; read anew from Nuki if what is known is old and Nuki answers."""
    grant = await grant_of(call)
    return Page([shown_door(door) for door in await _doors(call, grant)], None)


async def smartlock(call: Call) -> Smartlock:
    """One device."""
    return shown_door(await door_of(call, await grant_of(call)))


async def act(call: Call) -> Shown:
    """Ask a door to move. With ``wait``, answered when it is settled or the time is over."""
    grant, wish, seconds = await grant_of(call), call.body, _seconds(call)
    assert isinstance(wish, ActionNew)
    if not grant.usable:
        raise GrantLost(f"Grant {grant.grant_id} is {grant.state}.")
    door = await door_of(call, grant)
    code = code_for(door.device_type, wish.kind)
    if code is None:
        raise RequestRefused(f"Device type {door.device_type} cannot {wish.kind}.", code="unknown-action")
    intent = Action(
        action_id=ActionId(secrets.token_hex(12)),
        grant_id=grant.grant_id,
        smartlock_id=door.smartlock_id,
        kind=wish.kind,
        state=ActionState.REQUESTED,
        requested_at=call.services.clock.now(),
    )
    try:
        await call.services.requests.ask(intent, code, call.services.nuki(grant.grant_id))
    finally:
        call.services.changes.changed()
    return shown(await _settled(call, intent.action_id, seconds))


async def action(call: Call) -> Shown:
    """One action; ``wait`` as when asking."""
    return shown(await _settled(call, ActionId(call.path["action_id"]), _seconds(call)))


async def actions(call: Call) -> Page[Shown]:
    """Actions, the oldest first."""
    query, number = call.query, call.query.get("smartlock_id")
    if number is not None and not (number.isdecimal() and number.isascii() and len(number) < 17):
        raise CallRefused(f"smartlock_id is {number!r}; it is a number.", code="bad-request")
    grant_id = GrantId(query["grant_id"]) if "grant_id" in query else None
    smartlock_id = None if number is None else SmartlockId(int(number))
    after = call.after("actions")
    return call.page(
        "actions", await call.services.actions.page(after, call.limit + 1, grant_id, smartlock_id), shown
    )


def _seconds(call: Call) -> float:
    return call.number("wait", 0, 0, LONGEST_WAIT)


async def _settled(call: Call, action_id: ActionId, seconds: float) -> Action:
    """The action once nobody waits for it any more, or as it is after so many seconds."""
    clock, changes, version = call.services.clock, call.services.changes, -1
    until, over = clock.now() + timedelta(seconds=seconds), asyncio.Event()

    async def end() -> None:
        over.set()

    timer = clock.schedule(seconds, end)
    ended = asyncio.ensure_future(over.wait())
    try:
        while True:
            found = await call.services.actions.action(action_id)
            if found is None:
                raise CallRefused(f"There is no action {action_id!r}.", code="unknown-resource")
            if found.state not in WAITING or clock.now() >= until:
                return found
            changed = asyncio.ensure_future(changes.next_change(version))
            await asyncio.wait((changed, ended), return_when=asyncio.FIRST_COMPLETED)
            if not changed.done():
                changed.cancel()
            elif (following := changed.result()) is None:
                return found  # the server ends
            else:
                version = following
    finally:
        timer.cancel()
        ended.cancel()


async def _doors(call: Call, grant: Grant) -> list[Door]:
    mirror = call.services.smartlocks
    known = await mirror.known(grant.grant_id)
    if grant.usable and mirror.stale(known):
        try:
            reading = mirror.read_all(grant.grant_id, call.services.nuki(grant.grant_id))
            await asyncio.wait_for(reading, PATIENCE_SECONDS)
        except (TimeoutError, NukiUnavailable, RequestRefused) as trouble:
            log.warning("Grant %s: its smartlocks are told as last known: %r", grant.grant_id, trouble)
        return await mirror.known(grant.grant_id)
    return known


async def door_of(call: Call, grant: Grant) -> Door:
    """The door in the address. Raises :class:`RequestRefused` (``unknown-door``)."""
    wanted = call.path["smartlock_id"]
    for door in await _doors(call, grant):
        if str(door.smartlock_id) == wanted:
            return door
    raise RequestRefused(f"Grant {grant.grant_id} has no smartlock {wanted!r}.", code="unknown-door")


def shown(action: Action) -> Shown:
    """As the API tells it."""
    return Shown(
        id=action.action_id,
        grant_id=action.grant_id,
        smartlock_id=action.smartlock_id,
        kind=action.kind,
        state=action.state,
        settled=action.state not in WAITING,
        requested_at=action.requested_at,
        settled_at=action.settled_at,
        error_code=action.error_code,
        refusal=action.refusal,
        observed_state=action.observed_state,
    )


def shown_door(door: Door) -> Smartlock:
    """As the API tells it; a code nobody has told us about is named by its number."""
    states: type[IntEnum] = OpenerState if door.device_type == DeviceType.OPENER else LockState
    names = {int(state): state.name.lower() for state in states}
    return Smartlock(
        id=door.smartlock_id,
        grant_id=door.grant_id,
        name=door.name,
        device_type=door.device_type,
        state=door.state,
        state_name=names.get(door.state, str(door.state)),
        door_state=door.door_state,
        server_state=door.server_state,
        online=door.server_state == ServerState.OK,
        admin_pin_state=door.admin_pin_state,
        battery_critical=door.battery_critical,
        battery_charge=door.battery_charge,
        opens_on_unlock=door.opens_on_unlock,
        actions=list(kinds_for(door.device_type)),
        known_at=door.known_at,
        told=door.told,
    )
