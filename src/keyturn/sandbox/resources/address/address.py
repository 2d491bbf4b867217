"""Address: doors grouped by where they are."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.address import Address, AddressCreate, AddressUpdate
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer

RULES = (
    Rule(
        "An address that is unknown or another account's: 403 where 403 is listed, otherwise 400 naming addressId.",
        Confidence.GUESSED,
        "S-25 lists no 404 for addresses",
    ),
    Rule("smartlockIds have to be devices of the account; each counts once.", Confidence.GUESSED, "by analogy"),
    Rule(
        "An address that is removed takes its units, invitations and bookings along.", Confidence.GUESSED, "S-25"
    ),
)

TIME_ZONE = "Europe/Berlin"
"""Of a new address (guessed: the one the home's devices are set to)."""


async def list_addresses(call: Call) -> Answer:
    """``GET /address``."""
    return json_answer([one for one in call.world.office.addresses.values() if one.account_id == call.account_id])


async def add_address(call: Call) -> Answer:
    """``PUT /address``."""
    asked = call.body(AddressCreate)
    made = new(call, asked.name, _devices(call, asked.smartlock_ids))
    return json_answer(made)


async def change_address(call: Call) -> Answer:
    """``POST /address/{addressId}``."""
    present, asked = own(call), call.body(AddressUpdate)
    given = {} if asked.smartlock_ids is None else {"smartlock_ids": _devices(call, asked.smartlock_ids)}
    call.world.office.addresses[present.address_id] = replace(
        present,
        name=asked.name or present.name,
        settings=present.settings if asked.settings is None else asked.settings,
        update_date=to_wire(call.world.clock.now()),
        **given,
    )
    call.world.changed()
    return NO_CONTENT


async def remove_address(call: Call) -> Answer:
    """``DELETE /address/{addressId}``."""
    call.world.office.forget_address(own(call).address_id)
    call.world.changed()
    return NO_CONTENT


def new(call: Call, name: str, smartlock_ids: tuple[int, ...], service_id: str | None = None) -> Address:
    """Keep another address of the account."""
    now = to_wire(call.world.clock.now())
    made = Address(
        address_id=call.world.office.next_number(),
        account_id=call.account_id,
        name=name,
        smartlock_ids=smartlock_ids,
        creation_date=now,
        update_date=now,
        time_zone=TIME_ZONE,
        service_id=service_id,
    )
    call.world.office.addresses[made.address_id] = made
    call.world.changed()
    return made


def own(call: Call) -> Address:
    """The address named in the path. Raises 403 where the operation knows it, else 400, for one that is not ours."""
    number = call.number("addressId")
    found = call.world.office.addresses.get(number)
    if found is not None and found.account_id == call.account_id:
        return found
    if 403 in call.endpoint.refusals:
        raise StatusRefused(403, "The account has no address of this id")
    raise ParameterRefused("addressId", str(number))


def _devices(call: Call, asked: Iterable[int]) -> tuple[int, ...]:
    known = {device.smartlock_id for device in call.world.devices_of.get(call.account_id, ())}
    for number in asked:
        if number not in known:
            raise ParameterRefused("smartlockIds", str(number))
    return tuple(dict.fromkeys(asked))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ADDRESSES, list_addresses),
    (endpoints.PUT_ADDRESSES, add_address),
    (endpoints.POST_ADDRESS, change_address),
    (endpoints.DELETE_ADDRESS, remove_address),
)
