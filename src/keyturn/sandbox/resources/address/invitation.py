"""AddressToken: invitations to units, shown to whoever has their id and redeemed once."""

from __future__ import annotations

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.address import AddressToken, AddressTokenInfo
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.address.address import own
from keyturn.sandbox.resources.address.unit import NEVER
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer

RULES = (
    Rule(
        "An invitation is shown to any living token that knows its id.", Confidence.GUESSED, "S-25 names no scope"
    ),
    Rule(
        "An invitation is redeemed once, by the account that calls; a second time is 400.",
        Confidence.GUESSED,
        "S-25",
    ),
    Rule(
        "A redeemed invitation is shown to who redeemed it and to the address's account, to others 404.",
        Confidence.GUESSED,
        "S-25",
    ),
    Rule(
        "Redeeming gives one invite key of nine digits for each device of the address; no mail leaves.",
        Confidence.GUESSED,
        "F39051 for the nine digits",
    ),
)


async def show(call: Call) -> Answer:
    """``GET /address/token/{id}``."""
    token = _token(call)
    address = call.world.office.addresses[token.address_id]
    devices = [one for one in call.world.devices.values() if one.smartlock_id in address.smartlock_ids]
    names = tuple(device.shown.name for device in devices)
    return json_answer(AddressTokenInfo(id=token.id, address_name=address.name, smartlock_names=names))


async def show_redeemed(call: Call) -> Answer:
    """``GET /address/token/{id}/redeem``."""
    token = _token(call)
    owner = call.world.office.addresses[token.address_id].account_id
    if token.redeem_date == NEVER or call.account_id not in {owner, token.redeem_account_id}:
        raise StatusRefused(404, "No redeemed invitation of this id is yours to see")
    return json_answer(token, secretive=True)


async def redeem(call: Call) -> Answer:
    """``POST /address/token/{id}/redeem?email=``."""
    Query(call.request).flag("email")
    token, world = _token(call), call.world
    if token.redeem_date != NEVER:
        raise ParameterRefused("id", token.id)
    now = to_wire(world.clock.now())
    address = world.office.addresses[token.address_id]
    keys = tuple(str(world.entropy.number(10**8, 10**9 - 1)) for _ in address.smartlock_ids)
    for key in keys:
        world.journal.labels.of("invite-code", key)
    world.office.invitations[token.id] = replace(
        token, redeem_date=now, redeem_account_id=call.account_id, invite_keys=keys, redeem_result="ok"
    )
    for unit in world.office.units.values():
        if unit.address_token_id == token.id:
            world.office.units[unit.id or ""] = replace(unit, redeem_date=now, redeem_result="ok")
    world.changed()
    return NO_CONTENT


async def list_tokens(call: Call) -> Answer:
    """``GET /address/{addressId}/token``."""
    address = own(call)
    found = [one for one in call.world.office.invitations.values() if one.address_id == address.address_id]
    return json_answer(found, secretive=True)


def _token(call: Call) -> AddressToken:
    token = call.world.office.invitations.get(call.request.parameters["id"])
    if token is None:
        raise StatusRefused(404, "There is no invitation of this id")
    return token


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ADDRESS_TOKEN, show),
    (endpoints.GET_ADDRESS_TOKEN_REDEEM, show_redeemed),
    (endpoints.POST_ADDRESS_TOKEN_REDEEM, redeem),
    (endpoints.GET_ADDRESS_TOKENS, list_tokens),
)
