"""Erasing a customer: the question before it, and the deed."""

from __future__ import annotations

from starlette.requests import Request

from keyturn.integration.errors import PageRefused
from keyturn.integration.grants.grant import CustomerId
from keyturn.integration.operator.console import View
from keyturn.integration.operator.services import Desk
from keyturn.integration.watch.records import NEWEST


async def sure(request: Request, desk: Desk) -> View:
    """What will be gone, and what stays. It changes nothing."""
    customer_id = CustomerId(request.path_params["customer_id"])
    customer = await desk.customers.customer(customer_id)
    if customer is None:
        raise PageRefused("There is no such customer.", code="not-found")
    grants = await desk.records.grants(NEWEST, "", desk.clock.now(), customer_id)
    connected = sum(grant.state in ("active", "stale") for grant in grants)
    return View("customers", "erasing/sure.html", {"customer": customer, "connected": connected})


async def erase(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """After a yes: everything, at once and for good."""
    customer_id = CustomerId(request.path_params["customer_id"])
    if fields.get("sure") != "yes":
        return f"/operator/customers/{customer_id}/erase"
    if not await desk.erasing.erase(customer_id):
        raise PageRefused("There is no such customer.", code="not-found")
    return "/operator/customers?erased=yes"
