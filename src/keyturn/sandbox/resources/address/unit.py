"""Address, units: each has an invitation; removing them goes on in the background."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.address import AcceptedRemoval, AddressToken, AddressUnit, AddressUnitAnswer
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.address.address import own
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import Answer, json_answer
from keyturn.sandbox.world.world import World

RULES = (
    Rule("A unit is made together with an invitation.", Confidence.DOCUMENTED, "S-25"),
    Rule(
        "What was not redeemed shows the beginning of 1970 and account 0, because both fields are called required.",
        Confidence.GUESSED,
        "S-25",
    ),
    Rule(
        "A removal is answered with a request id and takes 3 seconds; until then the unit answers 423 to another.",
        Confidence.DOCUMENTED,
        "S-25; the time is guessed, and that no webhook follows",
    ),
)

NEVER = "1970-01-01T00:00:00.000Z"
NOBODY = 0
REMOVAL_SECONDS = 3.0


async def list_units(call: Call) -> Answer:
    """``GET /address/{addressId}/unit``."""
    return json_answer(_units(call, own(call).address_id))


async def add_unit(call: Call) -> Answer:
    """``PUT /address/{addressId}/unit``."""
    address, asked, world = own(call), call.body(AddressUnit), call.world
    now = to_wire(world.clock.now())
    invitation = AddressToken(
        id=world.entropy.object_id(),
        address_id=address.address_id,
        creation_date=now,
        redeem_date=NEVER,
        redeem_account_id=NOBODY,
    )
    made = AddressUnitAnswer(
        id=world.entropy.object_id(),
        name=asked.name,
        address_id=address.address_id,
        address_token_id=invitation.id,
        creation_date=now,
        redeem_date=NEVER,
    )
    world.office.invitations[invitation.id] = invitation
    world.office.units[made.id or ""] = made
    world.changed()
    return json_answer(made)


async def remove_units(call: Call) -> Answer:
    """``DELETE /address/{addressId}/unit``, with a JSON array of ids."""
    address, asked = own(call), call.body(tuple[str, ...])
    known = {one.id: one for one in _units(call, address.address_id)}
    for each in asked:
        if each not in known:
            raise ParameterRefused("ids", each)
    return _remove(call, [known[each] for each in dict.fromkeys(asked)])


async def remove_unit(call: Call) -> Answer:
    """``DELETE /address/{addressId}/unit/{id}``."""
    address, wanted = own(call), call.request.parameters["id"]
    for one in _units(call, address.address_id):
        if one.id == wanted:
            return _remove(call, [one])
    raise StatusRefused(403, "The address has no unit of this id")


def _units(call: Call, address_id: int) -> list[AddressUnitAnswer]:
    return [one for one in call.world.office.units.values() if one.address_id == address_id]


def _remove(call: Call, units: list[AddressUnitAnswer]) -> Answer:
    world = call.world
    if any(one.operation_id is not None for one in units):
        raise StatusRefused(423, "One of these is being removed already")
    request_id = world.entropy.object_id()
    for one in units:
        world.office.units[one.id or ""] = replace(one, operation_id=request_id)
    world.clock.schedule(REMOVAL_SECONDS, partial(_gone, world, units))
    world.changed()
    return json_answer(AcceptedRemoval(request_id=request_id))


async def _gone(world: World, units: list[AddressUnitAnswer]) -> None:
    for one in units:
        world.office.units.pop(one.id or "", None)
        world.office.invitations.pop(one.address_token_id or "", None)
    world.changed()


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ADDRESS_UNITS, list_units),
    (endpoints.PUT_ADDRESS_UNITS, add_unit),
    (endpoints.DELETE_ADDRESS_UNITS, remove_units),
    (endpoints.DELETE_ADDRESS_UNIT, remove_unit),
)
