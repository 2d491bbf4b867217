"""Every operation of the API: routes and document are made from this."""

from __future__ import annotations

from functools import partial

from keyturn.integration.api.operation import CURSOR, PAGED, WAIT, Ask, Operation
from keyturn.integration.api.resources import (
    access,
    activity,
    customers,
    deliveries,
    doors,
    endpoints,
    events,
    support,
)
from keyturn.integration.api.shapes import (
    Action,
    ActionNew,
    ConnectLink,
    Customer,
    CustomerNew,
    Endpoint,
    EndpointMade,
    EndpointNew,
    Event,
    Grant,
    Page,
    PageSession,
    Replayed,
    SecretMade,
    Smartlock,
)
from keyturn.integration.partners.key import KeyScope

_get = partial(Operation, method="GET", scope=KeyScope.READ)
_manage = partial(Operation, method="POST", scope=KeyScope.MANAGE)
_notify = partial(Operation, scope=KeyScope.NOTIFY)
_ENDPOINT = "/endpoints/{endpoint_id}"
_CUSTOMER, _GRANT = "/customers/{customer_id}", "/grants/{grant_id}"
_DOOR = _GRANT + "/smartlocks/{smartlock_id}"
_OF_CUSTOMER = Ask("customer_id", "string", "Only this customer's.")
_OF_GRANT = Ask("grant_id", "string", "Only this grant's.")
_OF_DOOR = Ask("smartlock_id", "integer", "Only this smartlock's.")
_REFERENCE = Ask("reference", "string", "Only the customer with this reference.")

OPERATIONS: tuple[Operation, ...] = (
    _get(
        path="/customers",
        name="listCustomers",
        says="Customers, the oldest first.",
        run=customers.every,
        answers=Page[Customer],
        asks=(*PAGED, _REFERENCE),
    ),
    _manage(
        path="/customers",
        name="createCustomer",
        says="A new customer, perhaps with the company's own reference.",
        run=customers.create,
        takes=CustomerNew,
        answers=Customer,
        status=201,
    ),
    _get(path=_CUSTOMER, name="getCustomer", says="One customer.", run=customers.get, answers=Customer),
    Operation(
        method="DELETE",
        scope=KeyScope.MANAGE,
        path=_CUSTOMER,
        name="eraseCustomer",
        says="Erase a customer for good: grants ended, tokens, codes, invitations, names, activity and cases deleted.",
        run=customers.erase,
    ),
    _manage(
        path=_CUSTOMER + "/connect-links",
        name="createConnectLink",
        says="A link to give to the customer: good for one connection and for 30 minutes.",
        run=customers.link,
        answers=ConnectLink,
        status=201,
    ),
    _manage(
        path=_CUSTOMER + "/page-sessions",
        name="createPageSession",
        says="An address that signs the customer in to the pages: good once and for two minutes.",
        run=customers.page_session,
        answers=PageSession,
        status=201,
    ),
    _get(
        path="/grants",
        name="listGrants",
        says="Connected accounts, the oldest first.",
        run=customers.grants,
        answers=Page[Grant],
        asks=(*PAGED, _OF_CUSTOMER),
    ),
    _get(path=_GRANT, name="getGrant", says="One connected account.", run=customers.grant, answers=Grant),
    _manage(
        path=_GRANT + "/disconnect",
        name="disconnectGrant",
        says="End a grant and erase its tokens.",
        run=customers.disconnect,
        answers=Grant,
    ),
    _get(
        path=_GRANT + "/smartlocks",
        name="listSmartlocks",
        says="The devices of a grant, as last known and since when.",
        run=doors.smartlocks,
        answers=Page[Smartlock],
    ),
    _get(path=_DOOR, name="getSmartlock", says="One device.", run=doors.smartlock, answers=Smartlock),
    Operation(
        method="POST",
        scope=KeyScope.ACT,
        path=_DOOR + "/actions",
        name="createAction",
        says="Ask a door to lock, unlock or open.",
        run=doors.act,
        takes=ActionNew,
        answers=Action,
        status=201,
        asks=(WAIT,),
    ),
    _get(
        path="/actions",
        name="listActions",
        says="Actions, the oldest first.",
        run=doors.actions,
        answers=Page[Action],
        asks=(*PAGED, _OF_GRANT, _OF_DOOR),
    ),
    _get(
        path="/actions/{action_id}",
        name="getAction",
        says="One action.",
        run=doors.action,
        answers=Action,
        asks=(WAIT,),
    ),
    _get(
        path="/events",
        name="listEvents",
        says="What happened, in its order.",
        run=events.every,
        answers=Page[Event],
        asks=PAGED,
    ),
    _get(
        path="/events/stream",
        name="streamEvents",
        says="What happens, as server-sent events; Last-Event-ID or cursor to go on from.",
        run=events.stream,
        answers=Event,
        asks=(CURSOR,),
        media_type="text/event-stream",
    ),
    _notify(
        method="POST",
        path="/events/{event_id}/replay",
        name="replayEvent",
        says="Send one event once more.",
        run=events.replay,
        answers=Replayed,
        status=202,
    ),
    _notify(
        method="GET",
        path="/endpoints",
        name="listEndpoints",
        says="Where events are sent, the oldest first.",
        run=endpoints.every,
        answers=Page[Endpoint],
        asks=PAGED,
    ),
    _notify(
        method="POST",
        path="/endpoints",
        name="createEndpoint",
        says="Send events to one more address.",
        run=endpoints.register,
        takes=EndpointNew,
        answers=EndpointMade,
        status=201,
    ),
    _notify(method="GET", path=_ENDPOINT, name="getEndpoint", says="One.", run=endpoints.get, answers=Endpoint),
    _notify(method="DELETE", path=_ENDPOINT, name="deleteEndpoint", says="Send no more.", run=endpoints.remove),
    _notify(
        method="POST",
        path=_ENDPOINT + "/secrets",
        name="rotateSecret",
        says="One more signing secret; those before it sign beside it for 24 hours.",
        run=endpoints.rotate,
        answers=SecretMade,
        status=201,
    ),
    *deliveries.OPERATIONS,
    *access.OPERATIONS,
    *activity.OPERATIONS,
    *support.OPERATIONS,
)
