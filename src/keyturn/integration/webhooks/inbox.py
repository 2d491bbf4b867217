"""Deliveries: verified, written down, answered 204, and only then settled.

received → settled / ignored / dead (it no longer opens: an operator's matter); ``early`` is a confirmation whose
request id we do not know yet: the answer to our own call is still on its way. Nuki sends no id and no time stamp, and
two genuine deliveries may be equal byte for byte: each one is a delivery of its own, and settling is harmless to
repeat.

Serves: confirmed-actions.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.errors import OperatorError, WebhookRefused
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.grants.vault import Vault
from keyturn.integration.webhooks.events import Event, read
from keyturn.integration.webhooks.gather import Gather
from keyturn.integration.webhooks.health import Tally
from keyturn.integration.webhooks.signature import genuine
from keyturn.secrecy import Secret

MAX_BODY = 256 * 1024
"""Bytes. Nuki's payloads are a few kilobytes; ours to choose."""
BATCH = 200
"""Deliveries settled in one transaction: a commit costs the same for many."""
STORM_SECONDS = 0.02
"""While more comes than one batch settles, for so long it gathers for the next: taking in has the database first."""
log = logging.getLogger(__name__)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    RECEIVED = "received"
    EARLY = "early"
    SETTLED = "settled"
    IGNORED = "ignored"
    DEAD = "dead"


@dataclass(frozen=True)
class Delivery:
    """One body that reached us. ``grant_id`` is known for decentral webhooks, None for central ones."""

    delivery_id: str
    grant_id: GrantId | None
    received_at: datetime
    sealed_body: bytes


class InboxStore(Protocol):
    """What the inbox needs of the store; each call is one transaction."""

    async def receive(self, *deliveries: Delivery) -> None:
        """All of them durable when this returns."""

    async def waiting(self, limit: int) -> list[Delivery]: ...

    async def mark(self, delivery_id: str, state: DeliveryState) -> None: ...


Opened = tuple[Delivery, Event]
"""A delivery and what it means."""
Settle = Callable[[list[Opened]], Awaitable[None]]


class Inbox:
    """Takes deliveries in and has them settled, in the order they came."""

    def __init__(self, store: InboxStore, vault: Vault, clock: Clock, settle: Settle) -> None:
        self._store, self._vault, self._clock, self._settle = store, vault, clock, settle
        self.tally = Tally()
        self._durable: Gather[Delivery] = Gather(store.receive)
        self._work: asyncio.Task[None] | None = None
        self._more = False

    async def take(
        self, body: bytes, signature: str | None, keys: tuple[Secret, ...], grant_id: GrantId | None
    ) -> None:
        """Durable when this returns. Raises :class:`WebhookRefused` for what Nuki did not sign."""
        if len(body) > MAX_BODY:
            raise WebhookRefused(f"A webhook of {len(body)} bytes.", code="webhook-too-large")
        if not genuine(body, signature, keys):
            raise WebhookRefused("A webhook whose signature is missing or wrong.", code="webhook-badly-signed")
        now = self._clock.now()
        delivery_id = fresh_id(now)
        # Sealed: bodies can hold access codes in clear.
        sealed = self._vault.seal(body, about(delivery_id))
        await self._durable(Delivery(delivery_id, grant_id, now, sealed))
        self.wake()

    def wake(self) -> None:
        """Settle what waits, now. A failure leaves it waiting for the next time."""
        self._more = True
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._settle_all())

    async def quiet(self) -> None:
        """Return when nothing is being settled."""
        while self._work is not None and not self._work.done():
            await asyncio.shield(self._work)

    async def _settle_all(self) -> None:
        try:
            while self._more:
                self._more = False
                waiting = await self._store.waiting(BATCH)
                opened = [one for delivery in waiting if (one := await self._open(delivery))]
                if opened:
                    await self._settle(opened)
                    if self._more and len(waiting) < BATCH:
                        await asyncio.sleep(STORM_SECONDS)
                    self._more = True
        except Exception:
            # The deliveries are durable; the sweep wakes us again.
            log.exception("Settling webhooks stopped.")

    async def _open(self, delivery: Delivery) -> Opened | None:
        try:
            body = self._vault.open(delivery.sealed_body, about(delivery.delivery_id))
        except OperatorError as error:
            # One that cannot be opened must not hold up those behind it.
            log.error("A webhook is put aside: %s %s", error, error.remedy)
            await self._store.mark(delivery.delivery_id, DeliveryState.DEAD)
            return None
        return delivery, read(body)


def fresh_id(now: datetime) -> str:
    """Unguessable, and later ones sort behind earlier ones: rows of a storm lie side by side in their index, which
    makes a commit several times smaller than ids drawn at random."""
    return f"{int(now.timestamp() * 1000):011x}{secrets.token_hex(10)}"


def about(delivery_id: str) -> str:
    """The associated data of a sealed body."""
    return f"delivery/{delivery_id}"
