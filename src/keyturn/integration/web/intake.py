"""The door for Nuki's webhooks. Its whole work before the answer: verify, make durable.

Every kind of event is answered 204, also those we draw nothing from: only a bad signature is refused, for each
refusal counts against our address at Nuki. Serves: confirmed-actions.
"""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response

from keyturn.integration.errors import WebhookRefused, status_of
from keyturn.integration.settings import WebhookMode
from keyturn.integration.web.services import Services
from keyturn.integration.webhooks.inbox import MAX_BODY
from keyturn.nuki.webhooks import SIGNATURE_HEADER

log = logging.getLogger(__name__)


class Intake:
    """Takes what Nuki sends."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def decentral(self, request: Request) -> Response:
        """An address of one grant's own, with its own key."""
        found = await self._services.subscriptions.find(request.path_params["address"])
        if found is None:
            return self._refuse(WebhookRefused("A webhook for no subscription.", code="webhook-unknown-address"))
        grant_id, key = found
        try:
            body = await _body(request)
            await self._services.inbox.take(body, request.headers.get(SIGNATURE_HEADER), (key,), grant_id)
        except WebhookRefused as refused:
            return self._refuse(refused)
        return Response(status_code=204)

    async def central(self, request: Request) -> Response:
        """The application's address; the key is the client's secret."""
        settings = self._services.settings
        if settings.webhooks is not WebhookMode.CENTRAL:
            return self._refuse(WebhookRefused("Central webhooks are off.", code="webhook-unknown-address"))
        try:
            body, signature = await _body(request), request.headers.get(SIGNATURE_HEADER)
            await self._services.inbox.take(body, signature, (settings.client_secret,), None)
        except WebhookRefused as refused:
            return self._refuse(refused)
        return Response(status_code=204)

    @staticmethod
    def _refuse(refused: WebhookRefused) -> Response:
        log.warning("Webhook refused: %s", refused)
        return Response(status_code=status_of(refused))


async def _body(request: Request) -> bytes:
    """The raw bytes; raises :class:`WebhookRefused` as soon as they are too many."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise WebhookRefused("A webhook that is too large.", code="webhook-too-large")
        chunks.append(chunk)
    return b"".join(chunks)
