"""AddressReservation: bookings that a partner service brought, and the access that goes with them."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import from_wire, to_wire
from keyturn.nuki.models.address import Address, AddressReservation, ReservationAccessTimesUpdate
from keyturn.sandbox.errors import ParameterRefused
from keyturn.sandbox.resources.address import stay
from keyturn.sandbox.resources.address.address import TIME_ZONE, own
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer
from keyturn.sandbox.world.world import World

RULES = (
    Rule(
        "Handing out and taking back the access of a booking takes 3 seconds and shows in its two flags.",
        Confidence.GUESSED,
        "S-25 names the flags",
    ),
    Rule(
        "A booking that is unknown or busy, or canceled and to be handed out, is answered 400 naming id.",
        Confidence.GUESSED,
        "S-25 lists 400 and 401 only",
    ),
    Rule(
        "Own access times move the booking's start and end, in the time zone of its address.",
        Confidence.GUESSED,
        "S-25",
    ),
)

WORK_SECONDS = 3.0


async def list_reservations(call: Call) -> Answer:
    """``GET /address/{addressId}/reservation``."""
    address_id = own(call).address_id
    return json_answer([one for one in call.world.office.reservations.values() if one.address_id == address_id])


async def issue(call: Call) -> Answer:
    """``POST /address/{addressId}/reservation/{id}/issue``."""
    present = _idle(call)
    if present.state != "accepted":
        raise ParameterRefused("id", present.id)
    _keep(call.world, replace(present, is_currently_issuing_auth=True, currently_issuing_auth=True))
    call.world.clock.schedule(WORK_SECONDS, partial(_issued, call.world, present.id))
    return NO_CONTENT


async def revoke(call: Call) -> Answer:
    """``POST /address/{addressId}/reservation/{id}/revoke``."""
    present = _idle(call)
    _keep(call.world, replace(present, is_currently_revoking_auth=True, currently_revoking_auth=True))
    call.world.clock.schedule(WORK_SECONDS, partial(_revoked, call.world, present.id))
    return NO_CONTENT


async def change_times(call: Call) -> Answer:
    """``POST /address/{addressId}/reservation/{id}/update/accesstimes``."""
    address, present = own(call), _reservation(call)
    asked = call.body(ReservationAccessTimesUpdate)
    _keep(
        call.world,
        replace(
            present,
            start_date=_at(present.start_date, asked.check_in_time, address),
            end_date=_at(present.end_date, asked.check_out_time, address),
            has_custom_access_times=asked.check_in_time is not None or asked.check_out_time is not None,
        ),
    )
    return NO_CONTENT


async def _issued(world: World, reservation_id: str) -> None:
    present = world.office.reservations.get(reservation_id)
    if present is not None:
        idle = replace(present, is_currently_issuing_auth=False, currently_issuing_auth=False)
        coded = stay.hand_out(world, present)
        _keep(world, replace(idle, guests_issued=present.guests, keypad_issued=coded))


async def _revoked(world: World, reservation_id: str) -> None:
    present = world.office.reservations.get(reservation_id)
    if present is not None:
        stay.take_back(world, present)
        idle = replace(present, is_currently_revoking_auth=False, currently_revoking_auth=False)
        _keep(world, replace(idle, guests_issued=0, keypad_issued=False))


def _keep(world: World, changed: AddressReservation) -> None:
    changed = replace(changed, update_date=to_wire(world.clock.now()))
    world.office.reservations[changed.id] = changed
    world.changed()


def _reservation(call: Call) -> AddressReservation:
    address_id, wanted = own(call).address_id, call.request.parameters["id"]
    found = call.world.office.reservations.get(wanted)
    if found is None or found.address_id != address_id:
        raise ParameterRefused("id", wanted)
    return found


def _idle(call: Call) -> AddressReservation:
    found = _reservation(call)
    if found.is_currently_issuing_auth or found.is_currently_revoking_auth:
        raise ParameterRefused("id", found.id)
    return found


def _at(date: str, minutes: int | None, address: Address) -> str:
    if minutes is None:
        return date
    from zoneinfo import ZoneInfo  # costly to load, and seldom needed

    zone = ZoneInfo(address.time_zone or TIME_ZONE)
    day = from_wire(date).astimezone(zone).date()
    return to_wire(datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone))


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_ADDRESS_RESERVATIONS, list_reservations),
    (endpoints.POST_ADDRESS_RESERVATION_ISSUE, issue),
    (endpoints.POST_ADDRESS_RESERVATION_REVOKE, revoke),
    (endpoints.POST_RESERVATION_ACCESS_TIMES_UPDATE, change_times),
)
