"""Shapes of companies, notifications, intercoms and partner services."""

from __future__ import annotations

from keyturn.nuki import endpoints as at
from keyturn.nuki.models import directory as body
from keyturn.nuki.shapes.shape import Shape, Shapes

DIRECTORY_SHAPES: Shapes = {
    at.GET_COMPANIES: Shape("The companies of the account.", gives=tuple[body.Company, ...]),
    at.GET_NOTIFICATIONS: Shape(
        "The notifications that are set up.", gives=tuple[body.Notification, ...], query=(("referenceId", str),)
    ),
    at.PUT_NOTIFICATIONS: Shape("Set a notification up.", takes=body.Notification, gives=body.Notification),
    at.GET_NOTIFICATION: Shape("One notification.", gives=body.Notification),
    at.POST_NOTIFICATION: Shape("Change a notification.", takes=body.Notification, gives=body.Notification),
    at.DELETE_NOTIFICATION: Shape("Remove a notification."),
    at.GET_OPENER_BRANDS: Shape("Makers of intercoms.", gives=tuple[body.IntercomBrand, ...]),
    at.GET_OPENER_BRAND: Shape("One maker.", gives=body.IntercomBrand),
    at.GET_OPENER_INTERCOMS: Shape(
        "Intercoms by maker, or those changed lately.",
        gives=tuple[body.IntercomModel, ...],
        query=(("brandId", int), ("ignoreVerified", bool), ("recentlyChanged", bool)),
    ),
    at.GET_OPENER_INTERCOM: Shape("One intercom.", gives=body.IntercomModel),
    at.GET_SERVICES: Shape(
        "Booking platforms, all or those named.", gives=tuple[body.Service, ...], query=(("serviceIds", str),)
    ),
    at.GET_SERVICE: Shape("One booking platform.", gives=body.Service),
    at.POST_SERVICE_LINK: Shape("Link the account with a platform; the answer is an address to visit.", gives=str),
    at.POST_SERVICE_SYNC: Shape("Fetch the bookings of a linked platform."),
    at.POST_SERVICE_UNLINK: Shape("Cut the link with a platform."),
}
