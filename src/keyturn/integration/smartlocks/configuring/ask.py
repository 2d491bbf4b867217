"""Asking a device for other settings: written down first, sent whole, and confirmed by what the device has.

Nuki takes a configuration only whole (S-25), so it is read, changed in what was asked for, and sent back. What an
earlier wish asked for and the device has not yet taken over is sent along: else it would be undone.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.errors import IntegrationError
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.refusals import refusal_of
from keyturn.integration.smartlocks.configuring.setting import Values, configuration_of
from keyturn.integration.smartlocks.configuring.wish import WAITING, Wish, WishEvent, WishState
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.smartlock import Smartlock

log = logging.getLogger(__name__)


class WishStore(Protocol):
    """What this room needs of the store; each call is one transaction."""

    async def begin(self, wish: Wish) -> None:
        """Write a wish down, in place of the device's earlier one."""

    async def move(self, wish: Wish, event: WishEvent, refusal: str | None = None) -> None:
        """Let an event happen to this wish, if it is still the device's last."""

    async def wish(self, grant_id: GrantId, smartlock_id: SmartlockId) -> Wish | None: ...


class Wishes:
    """Sends wishes about settings to Nuki, and looks whether they came true.

    Raises :class:`NukiUnavailable`, :class:`GrantLost`, :class:`RequestRefused`.
    """

    def __init__(self, store: WishStore, clock: Clock, confirm_seconds: float) -> None:
        self._store, self._clock, self._patience = store, clock, timedelta(seconds=confirm_seconds)

    async def look(
        self, grant_id: GrantId, smartlock_id: SmartlockId, nuki: NukiClient
    ) -> tuple[Smartlock, Wish | None]:
        """The device as Nuki has it now, and what became of the last wish about it."""
        device = await _read(smartlock_id, nuki)
        wish = await self._store.wish(grant_id, smartlock_id)
        if wish is not None:
            if configuration_of(device).has(wish.values):
                await self._store.move(wish, WishEvent.SEEN)
            elif self._clock.now() >= wish.due_at:
                await self._store.move(wish, WishEvent.OVERDUE)
            wish = await self._store.wish(grant_id, smartlock_id)
        return device, wish

    async def last(self, grant_id: GrantId, smartlock_id: SmartlockId, nuki: NukiClient) -> Wish | None:
        """What became of the last wish, as the device has told; Nuki is asked only once it is overdue."""
        wish = await self._store.wish(grant_id, smartlock_id)
        if wish is not None and wish.state in WAITING and self._clock.now() >= wish.due_at:
            _, wish = await self.look(grant_id, smartlock_id, nuki)
        return wish

    async def ask(self, grant_id: GrantId, smartlock_id: SmartlockId, wished: Values, nuki: NukiClient) -> None:
        """Send what the device does not have. Returns when Nuki heard it, or when nobody knows whether it did."""
        device, earlier = await self.look(grant_id, smartlock_id, nuki)
        if earlier is not None and earlier.state in WAITING:
            wished = {**earlier.values, **wished}
        whole = configuration_of(device).with_(wished)
        if not whole:
            return
        now = self._clock.now()
        wish = Wish(
            grant_id=grant_id,
            smartlock_id=smartlock_id,
            values=wished,
            state=WishState.REQUESTED,
            asked_at=now,
            due_at=now + self._patience,
        )
        await self._store.begin(wish)
        try:
            for part in whole:
                await nuki.smartlocks.configure(smartlock_id, part)
        except (errors.NoAnswer, errors.UnreadableAnswer, errors.ServerTrouble) as trouble:
            log.warning("Settings of %s: no usable answer (%s).", smartlock_id, trouble)
            await self._store.move(wish, WishEvent.ANSWER_LOST)
        except (errors.ClientError, IntegrationError) as error:
            refusal = refusal_of(error)
            await self._store.move(wish, WishEvent.REFUSED, refusal.code)
            raise refusal from error
        else:
            await self._store.move(wish, WishEvent.ACCEPTED)


async def _read(smartlock_id: SmartlockId, nuki: NukiClient) -> Smartlock:
    try:
        return await nuki.smartlocks.get(smartlock_id)
    except errors.ClientError as error:
        raise refusal_of(error) from error
