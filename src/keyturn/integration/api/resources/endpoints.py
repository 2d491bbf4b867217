"""Where events are sent: endpoints and their secrets."""

from __future__ import annotations

from keyturn.integration.api.operation import Call
from keyturn.integration.api.shapes import Endpoint as Shown
from keyturn.integration.api.shapes import EndpointMade, EndpointNew, Page, SecretMade
from keyturn.integration.notify.endpoint import Endpoint


async def register(call: Call) -> EndpointMade:
    """A new endpoint and its secret."""
    wish: EndpointNew = call.body
    made, secret = await call.services.endpoints.register(wish.url, tuple(dict.fromkeys(wish.kinds)))
    return EndpointMade(shown(made), secret.reveal())


async def every(call: Call) -> Page[Shown]:
    """Endpoints, the oldest first."""
    found = await call.services.endpoints.page(call.after("endpoints"), call.limit + 1)
    return call.page("endpoints", found, shown)


async def get(call: Call) -> Shown:
    """One endpoint."""
    return shown(await call.services.endpoints.get(call.path["endpoint_id"]))


async def rotate(call: Call) -> SecretMade:
    """One more secret."""
    secret = await call.services.endpoints.rotate(call.path["endpoint_id"])
    return SecretMade(secret.reveal())


async def remove(call: Call) -> None:
    """No event goes there any more."""
    await call.services.endpoints.remove(call.path["endpoint_id"])


def shown(endpoint: Endpoint) -> Shown:
    """As the API tells it: nothing of the secrets."""
    return Shown(endpoint.endpoint_id, endpoint.url, list(endpoint.kinds), endpoint.state, endpoint.created_at)
