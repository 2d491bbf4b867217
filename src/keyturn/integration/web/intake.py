"""The door for Nuki's webhooks. Its whole work before the answer: verify, make durable.

Plain ASGI, outermost of all, with a count and a line of log of its own: it is the one address that has to bear a storm.
Every kind of event is answered 204, also those we draw nothing from: only a bad signature is refused, for each
refusal counts against our address at Nuki. Serves: confirmed-actions.
"""

from __future__ import annotations

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keyturn.integration.errors import WebhookRefused, status_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.settings import WebhookMode
from keyturn.integration.support.reference import new_reference
from keyturn.integration.watch import traces
from keyturn.integration.watch.lines import named
from keyturn.integration.watch.metrics import Metrics
from keyturn.integration.web.services import Services
from keyturn.integration.webhooks.health import Outcome
from keyturn.integration.webhooks.inbox import MAX_BODY
from keyturn.integration.webhooks.subscriptions import PATH
from keyturn.nuki.webhooks import SIGNATURE_HEADER
from keyturn.secrecy import Secret

log = logging.getLogger(__name__)
_BELOW = f"{PATH}/"
_SIGNATURE = SIGNATURE_HEADER.lower().encode()
_TAKEN: Message = {"type": "http.response.start", "status": 204, "headers": []}
_NO_BODY: Message = {"type": "http.response.body", "body": b""}


class Intake:
    """Takes what Nuki sends to ``PATH`` and below; everything else goes on to ``others``."""

    def __init__(self, others: ASGIApp, services: Services, metrics: Metrics) -> None:
        self._others, self._subscriptions, self._inbox = others, services.subscriptions, services.inbox
        settings = services.settings
        # The key of the application's address is the client's secret; while it is changed, also the one before.
        keys = tuple(filter(None, (settings.client_secret, settings.former_client_secret)))
        self._central = (None, keys) if settings.webhooks is WebhookMode.CENTRAL else None
        self._count = metrics.webhook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not _ours(scope["path"]):
            await self._others(scope, receive, send)
            return
        begun, status = perf_counter(), 204
        with traces.span("request.webhook") as span:
            try:
                await self._take(scope, receive)
            except Exception as trouble:
                status = self._not_taken(scope, trouble)
                await send({**_TAKEN, "status": status, "headers": [(b"content-length", b"0")]})
            else:
                self._inbox.tally.add(Outcome.TAKEN)
                await send(_TAKEN)
            await send(_NO_BODY)
            span.note("status", status)
        seconds = perf_counter() - begun
        self._count(status, seconds)
        if log.isEnabledFor(logging.INFO):
            log.info("POST webhook: %s in %.0f ms", status, 1000 * seconds)

    async def _take(self, scope: Scope, receive: Receive) -> None:
        found: tuple[GrantId | None, tuple[Secret, ...]] | None = self._central
        if address := scope["path"][len(_BELOW) :].strip("/"):
            # An address of one grant's own, with its own key.
            own = await self._subscriptions.find(address)
            found = own and (own[0], (own[1],))
        if found is None:
            raise WebhookRefused("A webhook for no subscription.", code="webhook-unknown-address")
        grant_id, keys = found
        body = await _body(receive)
        await self._inbox.take(body, _signature(scope), keys, grant_id)

    def _not_taken(self, scope: Scope, trouble: Exception) -> int:
        """Told to the operator; the status of the answer."""
        with named(new_reference):
            if isinstance(trouble, WebhookRefused):
                log.warning("Webhook refused: %s", trouble)
                if _signature(scope):  # whoever sends none is not Nuki
                    self._inbox.tally.add(Outcome.REFUSED)
                return status_of(trouble)
            log.error("A webhook could not be taken.", exc_info=trouble)
            self._inbox.tally.add(Outcome.FAILED)
            return 500


def _ours(path: str) -> bool:
    return path.startswith(PATH) and (len(path) == len(PATH) or path.startswith(_BELOW))


def _signature(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == _SIGNATURE:
            return str(value, "latin-1")
    return None


async def _body(receive: Receive) -> bytes:
    """The raw bytes; raises :class:`WebhookRefused` as soon as they are too many."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise WebhookRefused("A webhook that is too large.", code="webhook-too-large")
        if not message.get("more_body"):
            return body
