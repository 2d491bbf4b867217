"""Shapes of addresses, units, bookings and invitations."""

from __future__ import annotations

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import address as body
from keyturn.nuki.shapes.shape import Shape, Shapes

ADDRESS_SHAPES: Shapes = {
    at.GET_ADDRESSES: Shape("The addresses of the account.", gives=tuple[body.Address, ...]),
    at.PUT_ADDRESSES: Shape("Add an address.", takes=body.AddressCreate, gives=body.Address),
    at.POST_ADDRESS: Shape("Change an address.", takes=body.AddressUpdate),
    at.DELETE_ADDRESS: Shape("Remove an address with its units and bookings."),
    at.GET_ADDRESS_UNITS: Shape("The units of an address.", gives=tuple[body.AddressUnitAnswer, ...]),
    at.PUT_ADDRESS_UNITS: Shape(
        "Add a unit, together with its invitation.", takes=body.AddressUnit, gives=body.AddressUnitAnswer
    ),
    at.DELETE_ADDRESS_UNITS: Shape(
        "Remove units by their ids; goes on in the background.", takes=tuple[str, ...], gives=body.AcceptedRemoval
    ),
    at.DELETE_ADDRESS_UNIT: Shape("Remove one unit; goes on in the background.", gives=body.AcceptedRemoval),
    at.GET_ADDRESS_RESERVATIONS: Shape("The bookings of an address.", gives=tuple[body.AddressReservation, ...]),
    at.POST_ADDRESS_RESERVATION_ISSUE: Shape("Hand out the access of a booking."),
    at.POST_ADDRESS_RESERVATION_REVOKE: Shape("Take the access of a booking back."),
    at.POST_RESERVATION_ACCESS_TIMES_UPDATE: Shape(
        "Give a booking its own times of arrival and departure.", takes=body.ReservationAccessTimesUpdate
    ),
    at.GET_ADDRESS_TOKEN: Shape("What an invitation is for.", gives=body.AddressTokenInfo),
    at.GET_ADDRESS_TOKEN_REDEEM: Shape("A redeemed invitation, with its invite keys.", gives=body.AddressToken),
    at.POST_ADDRESS_TOKEN_REDEEM: Shape("Redeem an invitation.", query=(("email", bool),)),
    at.GET_ADDRESS_TOKENS: Shape("The invitations of an address.", gives=tuple[body.AddressToken, ...]),
}
