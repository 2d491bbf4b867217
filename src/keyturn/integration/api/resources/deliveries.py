"""What became of the events sent to an endpoint, and one of them tried now."""

from __future__ import annotations

from functools import partial

from msgspec import Struct

from keyturn.integration.api.operation import PAGED, Call, Operation
from keyturn.integration.api.shapes import Instant, Page
from keyturn.integration.errors import CallRefused
from keyturn.integration.notify.event import EventKind
from keyturn.integration.notify.sender import Delivery as Kept
from keyturn.integration.notify.sender import DeliveryState
from keyturn.integration.partners.key import KeyScope

LISTING = "deliveries"


class Delivery(Struct, frozen=True):
    """One event for one endpoint. ``outcome``: of the last try; ``next_try_at``: null when none follows."""

    event_id: str
    type: EventKind
    state: DeliveryState
    tries: int
    outcome: str | None
    next_try_at: Instant | None


async def every(call: Call) -> Page[Delivery]:
    """Deliveries to one endpoint, in the order of the events."""
    endpoint = await call.services.endpoints.get(call.path["endpoint_id"])
    found = await call.services.events.deliveries(endpoint.endpoint_id, call.after(LISTING), call.limit + 1)
    return call.page(LISTING, found, shown)


async def retry(call: Call) -> Delivery:
    """Try one now, whatever became of it before; what is under way stays so."""
    endpoint_id, event_id = call.path["endpoint_id"], call.path["event_id"]
    await call.services.endpoints.get(endpoint_id)
    found = await call.services.events.retry(endpoint_id, event_id, call.services.clock.now())
    if found is None:
        raise CallRefused(f"There is no delivery of {event_id!r} to {endpoint_id!r}.", code="unknown-resource")
    return shown(found)


def shown(delivery: Kept) -> Delivery:
    """As the API tells it."""
    waiting = delivery.state is DeliveryState.WAITING
    return Delivery(
        *(delivery.event_id, delivery.kind, delivery.state, delivery.attempts, delivery.outcome),
        delivery.due_at if waiting else None,
    )


_notify = partial(Operation, scope=KeyScope.NOTIFY)
_DELIVERIES = "/endpoints/{endpoint_id}/deliveries"

OPERATIONS: tuple[Operation, ...] = (
    _notify(
        method="GET",
        path=_DELIVERIES,
        name="listDeliveries",
        says="What became of the events sent there: tries, the last answer, the next try.",
        run=every,
        answers=Page[Delivery],
        asks=PAGED,
    ),
    _notify(
        method="POST",
        path=_DELIVERIES + "/{event_id}/retry",
        name="retryDelivery",
        says="Try one now.",
        run=retry,
        answers=Delivery,
        status=202,
    ),
)
