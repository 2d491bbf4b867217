"""What a customer sensibly changes at a device: its name, light, button, pairing, and auto lock.

Nuki takes a configuration only whole (documented: S-25), so it is read, changed in the fields asked for, and sent back.
A good answer means heard; what the device has taken over is what the next read says.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from keyturn.client import NukiClient, errors
from keyturn.integration.errors import RequestRefused
from keyturn.integration.refusals import refusal_of
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.smartlock import Smartlock

NAME_MOST = 32
"""Characters of a device's name: what Nuki takes is not stated, its app takes so many (guessed)."""


@dataclass(frozen=True, kw_only=True)
class Configured:
    """A device's settings; None for what it does not have."""

    name: str
    led: bool | None
    button: bool | None
    pairing: bool | None
    auto_lock: bool | None


async def read(smartlock_id: SmartlockId, nuki: NukiClient) -> Configured:
    """As Nuki has it now. Raises :class:`NukiUnavailable`, :class:`GrantLost`, :class:`RequestRefused`."""
    return configured(await _device(smartlock_id, nuki))


async def change(smartlock_id: SmartlockId, wish: Configured, nuki: NukiClient) -> None:
    """Send what differs. A field the device does not have is left alone.

    Raises as :func:`read`; :class:`RequestRefused` (``unknown-action``) for a name that is empty or too long.
    """
    if not 0 < len(wish.name) <= NAME_MOST:
        raise RequestRefused(
            f"A name has 1 to {NAME_MOST} characters, not {len(wish.name)}.", code="unknown-action"
        )
    device = await _device(smartlock_id, nuki)
    now = configured(device)
    if device.config is not None:
        basic = msgspec.structs.replace(
            device.config,
            name=wish.name,
            led_enabled=None if now.led is None else wish.led,
            button_enabled=None if now.button is None else wish.button,
            pairing_enabled=None if now.pairing is None else wish.pairing,
        )
        if basic != device.config:
            await _send(smartlock_id, basic, nuki)
    advanced = device.advanced_config or device.smartdoor_advanced_config
    if advanced is not None and now.auto_lock is not None and wish.auto_lock not in (None, now.auto_lock):
        await _send(smartlock_id, msgspec.structs.replace(advanced, auto_lock=wish.auto_lock), nuki)


def configured(device: Smartlock) -> Configured:
    """The settings of a device as Nuki describes it."""
    config, advanced = device.config, device.advanced_config or device.smartdoor_advanced_config
    return Configured(
        name=config.name if config else device.name,
        led=config.led_enabled if config else None,
        button=config.button_enabled if config else None,
        pairing=config.pairing_enabled if config else None,
        auto_lock=advanced.auto_lock if advanced else None,
    )


async def _device(smartlock_id: SmartlockId, nuki: NukiClient) -> Smartlock:
    try:
        return await nuki.smartlocks.get(smartlock_id)
    except errors.ClientError as refused:
        raise refusal_of(refused) from refused


async def _send(smartlock_id: SmartlockId, whole: msgspec.Struct, nuki: NukiClient) -> None:
    try:
        await nuki.smartlocks.configure(smartlock_id, whole)
    except errors.ClientError as refused:
        raise refusal_of(refused) from refused
