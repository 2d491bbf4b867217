"""Service: booking platforms an account can be linked with; a sync brings their bookings."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from keyturn.nuki import endpoints
from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.address import Address, AddressReservation
from keyturn.nuki.models.directory import Service
from keyturn.sandbox.errors import ParameterRefused, StatusRefused
from keyturn.sandbox.resources.address import address
from keyturn.sandbox.resources.call import Binding, Call
from keyturn.sandbox.resources.query import Query
from keyturn.sandbox.wire.answer import NO_CONTENT, Answer, json_answer

RULES = (
    Rule(
        "A service is shown by id, name, and whether it is linked: started. The description has a web server's fields.",
        Confidence.GUESSED,
        "S-25 is broken there",
    ),
    Rule(
        "Linking takes effect at once and makes an address with all doors for a service that brings bookings; "
        "the answer is an address to visit.",
        Confidence.GUESSED,
        "S-25: a bare string",
    ),
    Rule(
        "Each sync of a service without an open booking brings one; unlinking cancels them.",
        Confidence.GUESSED,
        "ours",
    ),
    Rule(
        "An unknown service is 404 when read, 400 naming serviceId when used; so is one that is not linked.",
        Confidence.GUESSED,
        "S-25",
    ),
)

NAMES = {
    "airbnb": "Airbnb",
    "bookingsync": "BookingSync",
    "guesty": "Guesty",
    "smoobu": "Smoobu",
}
BRINGS_BOOKINGS = frozenset({"airbnb", "bookingsync"})
"""What ``serviceId`` of an address may be (S-25)."""


async def list_services(call: Call) -> Answer:
    """``GET /service?serviceIds=``."""
    asked = Query(call.request).text("serviceIds")
    wanted = NAMES if asked is None else [each.strip() for each in asked.split(",")]
    return json_answer([_shown(call, each) for each in NAMES if each in wanted])


async def get_service(call: Call) -> Answer:
    """``GET /service/{serviceId}``."""
    wanted = call.request.parameters["serviceId"]
    if wanted not in NAMES:
        raise StatusRefused(404, "There is no service of this id")
    return json_answer(_shown(call, wanted))


async def link(call: Call) -> Answer:
    """``POST /service/{serviceId}/link``."""
    service_id = _service(call)
    linked = call.world.office.links.setdefault(call.account_id, [])
    if service_id not in linked:
        linked.append(service_id)
        if service_id in BRINGS_BOOKINGS and not _addresses(call, service_id):
            doors = tuple(device.smartlock_id for device in call.world.devices_of.get(call.account_id, ()))
            address.new(call, NAMES[service_id], doors, service_id)
    call.world.changed()
    return json_answer(f"https://{service_id}.example/authorize")


async def sync(call: Call) -> Answer:
    """``POST /service/{serviceId}/sync``."""
    service_id = _linked(call)
    now = to_wire(call.world.clock.now())
    bookings = call.world.office.reservations
    for one in _addresses(call, service_id):
        open_ones = [
            booking
            for booking in bookings.values()
            if booking.address_id == one.address_id and booking.state == "accepted" and booking.end_date > now
        ]
        if not open_ones:
            made = _booking(call, one)
            bookings[made.id] = made
    call.world.changed()
    return NO_CONTENT


async def unlink(call: Call) -> Answer:
    """``POST /service/{serviceId}/unlink``."""
    service_id = _linked(call)
    call.world.office.links[call.account_id].remove(service_id)
    mine = {one.address_id for one in _addresses(call, service_id)}
    for key, booking in call.world.office.reservations.items():
        if booking.address_id in mine:
            call.world.office.reservations[key] = replace(booking, state="canceled")
    call.world.changed()
    return NO_CONTENT


def _service(call: Call) -> str:
    service_id = call.request.parameters["serviceId"]
    if service_id not in NAMES:
        raise ParameterRefused("serviceId", service_id)
    return service_id


def _linked(call: Call) -> str:
    service_id = _service(call)
    if service_id not in call.world.office.links.get(call.account_id, ()):
        raise ParameterRefused("serviceId", service_id)
    return service_id


def _shown(call: Call, service_id: str) -> Service:
    linked = service_id in call.world.office.links.get(call.account_id, ())
    return Service(service_id=service_id, name=NAMES[service_id], enabled=True, started=linked, stopped=not linked)


def _addresses(call: Call, service_id: str) -> list[Address]:
    found = call.world.office.addresses.values()
    return [one for one in found if one.account_id == call.account_id and one.service_id == service_id]


def _booking(call: Call, where: Address) -> AddressReservation:
    now, entropy = call.world.clock.now(), call.world.entropy
    begin = now.replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=1)
    reference = entropy.object_id()[:10].upper()
    return AddressReservation(
        id=entropy.object_id(),
        address_id=where.address_id,
        account_id=where.account_id,
        email=f"guest-{reference.lower()}@{where.service_id}.example",
        name=f"Guest {reference[:4]}",
        guests=2,
        guests_issued=0,
        keypad_issued=False,
        state="accepted",
        automation=0,
        start_date=to_wire(begin),
        end_date=to_wire(begin.replace(hour=9) + timedelta(days=3)),
        update_date=to_wire(now),
        has_custom_access_times=False,
        is_currently_issuing_auth=False,
        is_currently_revoking_auth=False,
        currently_issuing_auth=False,
        currently_revoking_auth=False,
        service_id=where.service_id,
        reference=reference,
    )


BINDINGS: tuple[Binding, ...] = (
    (endpoints.GET_SERVICES, list_services),
    (endpoints.GET_SERVICE, get_service),
    (endpoints.POST_SERVICE_LINK, link),
    (endpoints.POST_SERVICE_SYNC, sync),
    (endpoints.POST_SERVICE_UNLINK, unlink),
)
