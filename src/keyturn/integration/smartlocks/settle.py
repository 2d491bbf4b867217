"""What a verified webhook changes: the action it answers, or the door it speaks of.

Serves: confirmed-actions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from keyturn.clock import Clock
from keyturn.integration.smartlocks.mirror import Door, updated
from keyturn.integration.webhooks.events import ActionSettled, Event, NotForUs, StatusChanged
from keyturn.integration.webhooks.inbox import Delivery, DeliveryState
from keyturn.nuki.ids import SmartlockId


class DeliveryStore(Protocol):
    """What this file needs of the inbox; each call is one transaction."""

    async def mark(self, delivery_id: str, state: DeliveryState) -> None: ...

    async def settle_action(self, delivery: Delivery, event: ActionSettled, now: datetime) -> DeliveryState: ...


class DoorStore(Protocol):
    """What this file needs of the doors; each call is one transaction."""

    async def doors_named(self, smartlock_id: SmartlockId) -> list[Door]: ...

    async def save_door(self, door: Door) -> None: ...


class Settlement:
    """Settles one delivery after the other; harmless to repeat for the same one."""

    def __init__(
        self, deliveries: DeliveryStore, doors: DoorStore, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self._deliveries, self._doors, self._clock, self._changed = deliveries, doors, clock, changed

    async def __call__(self, delivery: Delivery, event: Event) -> None:
        match event:
            case ActionSettled():
                await self._deliveries.settle_action(delivery, event, self._clock.now())
            case StatusChanged():
                state = await self._tell_doors(delivery, event)
                await self._deliveries.mark(delivery.delivery_id, state)
            case NotForUs():
                await self._deliveries.mark(delivery.delivery_id, DeliveryState.IGNORED)
        self._changed()

    async def _tell_doors(self, delivery: Delivery, event: StatusChanged) -> DeliveryState:
        doors = [
            door
            for door in await self._doors.doors_named(event.smartlock_id)
            if delivery.grant_id in (None, door.grant_id)
        ]
        for door in doors:
            await self._doors.save_door(updated(door, event, delivery.received_at))
        return DeliveryState.SETTLED if doors else DeliveryState.IGNORED
