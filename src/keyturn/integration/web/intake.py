"""The door for Nuki's webhooks. Its whole work before the answer: verify, make durable.

Plain ASGI, ahead of the pages' router: it is the one address that has to bear a storm. Every kind of event is
answered 204, also those we draw nothing from: only a bad signature is refused, for each refusal counts against our
address at Nuki. Serves: confirmed-actions.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Receive, Scope, Send

from keyturn.integration.errors import WebhookRefused, status_of
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.settings import WebhookMode
from keyturn.integration.web.services import Services
from keyturn.integration.webhooks.health import Outcome
from keyturn.integration.webhooks.inbox import MAX_BODY
from keyturn.integration.webhooks.subscriptions import PATH
from keyturn.nuki.webhooks import SIGNATURE_HEADER
from keyturn.secrecy import Secret

log = logging.getLogger(__name__)
_SIGNATURE = SIGNATURE_HEADER.lower().encode()


class Intake:
    """Takes what Nuki sends to ``PATH`` and below; everything else goes on to ``pages``."""

    def __init__(self, pages: ASGIApp, services: Services) -> None:
        self._pages, self._services = pages, services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(PATH):
            await self._pages(scope, receive, send)
            return
        try:
            await self._take(scope, receive)
        except WebhookRefused as refused:
            log.warning("Webhook refused: %s", refused)
            if _signature(scope):  # whoever sends none is not Nuki
                self._services.inbox.tally.add(Outcome.REFUSED)
            await _answer(send, status_of(refused))
        except Exception:
            self._services.inbox.tally.add(Outcome.FAILED)
            raise
        else:
            self._services.inbox.tally.add(Outcome.TAKEN)
            await _answer(send, 204)

    async def _take(self, scope: Scope, receive: Receive) -> None:
        settings = self._services.settings
        address = scope["path"][len(PATH) :].strip("/")
        found: tuple[GrantId | None, tuple[Secret, ...]] | None
        if address:
            # An address of one grant's own, with its own key.
            own = await self._services.subscriptions.find(address)
            found = own and (own[0], (own[1],))
        else:
            # The application's address; the key is the client's secret, while it is changed also the one before.
            keys = tuple(filter(None, (settings.client_secret, settings.former_client_secret)))
            found = (None, keys) if settings.webhooks is WebhookMode.CENTRAL else None
        if found is None:
            raise WebhookRefused("A webhook for no subscription.", code="webhook-unknown-address")
        grant_id, keys = found
        body = await _body(receive)
        await self._services.inbox.take(body, _signature(scope), keys, grant_id)


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


async def _answer(send: Send, status: int) -> None:
    headers = [] if status == 204 else [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
