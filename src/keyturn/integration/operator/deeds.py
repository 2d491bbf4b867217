"""What an operator can do: have registrations repaired, a customer logged out, and an event sent once more."""

from __future__ import annotations

import logging

from starlette.requests import Request

from keyturn.integration.errors import PageRefused
from keyturn.integration.grants.grant import CustomerId, GrantId
from keyturn.integration.operator.services import Desk

log = logging.getLogger(__name__)


async def repair(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """Make Nuki's list of registrations and ours alike, now. Raises the client's errors."""
    grant_id = GrantId(request.path_params["grant_id"])
    if not desk.tools.repairable:
        raise PageRefused("Central webhooks have no registrations.", code="not-found")
    log.info("An operator has the registrations of grant %s repaired.", grant_id)
    await desk.tools.repair(grant_id)
    return f"/operator/grants?state={fields['state']}" if fields.get("state", "").isalpha() else "/operator/grants"


async def end_sessions(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """Log a customer out on every device: a telephone was lost, or somebody else is signed in."""
    customer_id = CustomerId(request.path_params["customer_id"])
    if await desk.customers.customer(customer_id) is None:
        raise PageRefused("There is no such customer.", code="not-found")
    log.info("An operator ends every session of customer %s.", customer_id)
    await desk.tools.end_sessions(customer_id)
    return f"/operator/customers/{customer_id}?ended=yes"


async def replay(request: Request, desk: Desk, fields: dict[str, str]) -> str:
    """Send an event once more to every endpoint that wants its kind."""
    event = await desk.events.event(request.path_params["event_id"])
    if event is None:
        raise PageRefused("There is no such event any more.", code="not-found")
    log.info("An operator has event %s sent once more.", event.event_id)
    await desk.events.replay(event, desk.clock.now())
    return (
        f"/operator/events?state={fields['state']}"
        if fields.get("state") in ("given_up", "gone")
        else "/operator/events"
    )
