"""The last deliveries, as an operator would see them (300 are kept: documented, D-whm)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from keyturn.nuki.confidence import Confidence, Rule
from keyturn.nuki.dates import to_wire
from keyturn.nuki.models.api_key import WebhookLog, WebhookMessage
from keyturn.sandbox.world.people import Application

RULES = (Rule("The last 300 deliveries are kept.", Confidence.DOCUMENTED, "D-whm"),)


KEPT = 300


class Delivered(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """One attempt. ``status`` None: no answer came, and ``trouble`` says why. ``duration`` in milliseconds."""

    number: int
    at: datetime
    kind: str
    url: str
    central: bool
    account_id: int
    client_id: str
    request_id: str | None
    smartlock_id: int | None
    status: int | None
    succeeded: bool
    duration: int
    trouble: str | None
    headers: dict[str, str]
    body: msgspec.Raw


def _shown(one: Delivered, api_key_id: int) -> WebhookLog:
    at = to_wire(one.at)
    body = msgspec.json.decode(one.body)
    return WebhookLog(
        # Like the ids of Nuki's database: seconds first, so that older ones sort before newer ones.
        id=f"{int(one.at.timestamp()):08x}{one.number:016x}",
        account_id=one.account_id,
        api_key_id=api_key_id,
        created=at,
        updated=at,
        request_id=one.request_id,
        succeeded=one.succeeded,
        response_status=one.status,
        duration=one.duration,
        response=WebhookMessage(
            headers=one.headers,
            path=urlsplit(one.url).path or "/",
            body=body if isinstance(body, dict) else None,
            timestamp=at,
        ),
    )


class DeliveryLog:
    """Newest last."""

    def __init__(self) -> None:
        self._kept: deque[Delivered] = deque(maxlen=KEPT)
        self.on_add: Callable[[Delivered], None] = lambda _: None

    def __iter__(self) -> Iterator[Delivered]:
        return iter(tuple(self._kept))

    def add(self, delivered: Delivered) -> None:
        """Keep one, forget the oldest."""
        self._kept.append(delivered)
        self.on_add(delivered)

    def shown(self, application: Application) -> list[WebhookLog]:
        """Those of an application, newest first, as the API tells them."""
        return [
            _shown(one, application.api_key_id)
            for one in reversed(self._kept)
            if one.client_id == application.client_id
        ]

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
