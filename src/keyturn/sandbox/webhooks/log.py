"""The last deliveries, as an operator would see them (300 are kept: documented, D-whm)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from keyturn.nuki.confidence import Confidence, Rule

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

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
