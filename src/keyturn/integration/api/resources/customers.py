"""Customers, the links that connect them, and their grants."""

from __future__ import annotations

from keyturn.integration.api.operation import Call
from keyturn.integration.api.shapes import ConnectLink, CustomerNew, Page, PageSession
from keyturn.integration.api.shapes import Customer as Shown
from keyturn.integration.api.shapes import Grant as ShownGrant
from keyturn.integration.errors import CallRefused
from keyturn.integration.grants.customer import Customer, new_customer_id
from keyturn.integration.grants.grant import CustomerId, Grant, GrantId


async def create(call: Call) -> Shown:
    """A new customer, perhaps with the company's own reference."""
    wish: CustomerNew = call.body
    customer = Customer(
        customer_id=new_customer_id(), reference=wish.reference, created_at=call.services.clock.now()
    )
    if not await call.services.customers.add_customer(customer):
        raise CallRefused(f"Another customer has the reference {wish.reference!r}.", code="reference-taken")
    return shown(customer)


async def get(call: Call) -> Shown:
    """One customer."""
    return shown(await _customer(call))


async def every(call: Call) -> Page[Shown]:
    """Customers, the oldest first."""
    services, after = call.services, call.after("customers")
    found = await services.customers.customers(after, call.limit + 1, call.query.get("reference"))
    return call.page("customers", found, shown)


async def erase(call: Call) -> None:
    """Everything about one customer: grants ended, tokens, codes, names and history deleted. Harmless to repeat."""
    customer_id = CustomerId(call.path["customer_id"])
    if not await call.services.erasing.erase(customer_id):
        raise CallRefused(f"There is no customer {customer_id!r}.", code="unknown-resource")


async def link(call: Call) -> ConnectLink:
    """A link to give to the customer."""
    customer = await _customer(call)
    token, until = await call.services.links.issue(customer.customer_id)
    return ConnectLink(f"{call.services.base_url}/connect?link={token.reveal()}", until)


async def page_session(call: Call) -> PageSession:
    """Sign the customer in to the pages."""
    customer = await _customer(call)
    ticket, until = await call.services.tickets.issue(customer.customer_id)
    return PageSession(f"{call.services.base_url}/enter?ticket={ticket.reveal()}", until)


async def grants(call: Call) -> Page[ShownGrant]:
    """Grants, the oldest first."""
    customer_id = CustomerId(call.query["customer_id"]) if "customer_id" in call.query else None
    found = await call.services.grants.page(call.after("grants"), call.limit + 1, customer_id)
    return call.page("grants", found, shown_grant)


async def grant(call: Call) -> ShownGrant:
    """One grant."""
    return shown_grant(await grant_of(call))


async def disconnect(call: Call) -> ShownGrant:
    """End a grant: the webhook removed at Nuki, the tokens erased. Harmless to repeat."""
    found, services = await grant_of(call), call.services
    if found.usable:
        await services.subscriptions.let_go(found.grant_id, services.nuki(found.grant_id))
    await services.grants.disconnect(found.grant_id, services.clock.now())
    services.changes.changed()
    return shown_grant(await grant_of(call))


async def grant_of(call: Call) -> Grant:
    """The grant in the address. Raises :class:`CallRefused` (``unknown-resource``)."""
    found = await call.services.grants.grant(GrantId(call.path["grant_id"]))
    if found is None:
        raise CallRefused(f"There is no grant {call.path['grant_id']!r}.", code="unknown-resource")
    return found


async def _customer(call: Call) -> Customer:
    found = await call.services.customers.customer(CustomerId(call.path["customer_id"]))
    if found is None:
        raise CallRefused(f"There is no customer {call.path['customer_id']!r}.", code="unknown-resource")
    return found


def shown(customer: Customer) -> Shown:
    """As the API tells it."""
    return Shown(customer.customer_id, customer.reference, customer.created_at)


def shown_grant(grant: Grant) -> ShownGrant:
    """As the API tells it: nothing of the tokens."""
    return ShownGrant(grant.grant_id, grant.customer_id, grant.account_id, grant.state, list(grant.scopes))
