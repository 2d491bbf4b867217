"""Our mirror of a customer's devices: their last known state, and when and how it became known.

Unknown types and codes are kept as they are: a door nobody has told us about is shown, not dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from keyturn.client import NukiClient, errors
from keyturn.clock import Clock
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.refusals import refusal_of
from keyturn.nuki.codes import DoorState
from keyturn.nuki.ids import AccountId, SmartlockId
from keyturn.nuki.models.smartlock import Smartlock

FRESH = timedelta(seconds=60)
"""A reading younger than this is not repeated for a page view: webhooks bring the changes."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """One device as last known. ``known_at`` is when, ``told`` whether Nuki told us or we asked.

    ``opened_at``: since when the door sensor is known to have said open. None or False where nothing is said.
    """

    grant_id: GrantId
    smartlock_id: SmartlockId
    name: str
    device_type: int
    state: int
    door_state: int
    server_state: int
    admin_pin_state: int
    battery_critical: bool
    battery_charge: int | None
    opens_on_unlock: bool
    known_at: datetime
    told: bool
    mode: int = 0
    battery_charging: bool | None = None
    keypad_battery_critical: bool | None = None
    doorsensor_battery_critical: bool | None = None
    keypad: bool = False
    fob: bool = False
    timezone_id: int | None = None
    firmware: int | None = None
    opened_at: datetime | None = None


class DoorStore(Protocol):
    """What this file needs of the store; each call is one transaction."""

    async def doors(self, grant_id: GrantId) -> list[Door]: ...

    async def replace_doors(self, grant_id: GrantId, doors: list[Door]) -> None:
        """All doors of a grant as just read; what is not among them is gone, what was told since stays."""


class Smartlocks:
    """Reads devices from Nuki and keeps what is known of them."""

    def __init__(self, store: DoorStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def read_all(self, grant_id: GrantId, nuki: NukiClient) -> AccountId | None:
        """Ask Nuki for every device; returns the account they belong to, None if there is no device.

        Raises :class:`NukiUnavailable`, :class:`GrantLost`, :class:`RequestRefused`.
        """
        asked_at = self._clock.now()
        try:
            listed = await nuki.smartlocks.list()
        except errors.ClientError as refused:
            raise refusal_of(refused) from refused
        await self._store.replace_doors(grant_id, [as_door(grant_id, s, asked_at) for s in listed])
        return AccountId(listed[0].account_id) if listed else None

    async def known(self, grant_id: GrantId) -> list[Door]:
        """The doors as last known, by name."""
        return sorted(await self._store.doors(grant_id), key=lambda door: door.name.casefold())

    def stale(self, doors: list[Door]) -> bool:
        """Whether a page should ask Nuki before it shows these."""
        limit = self._clock.now() - FRESH
        return not doors or any(door.known_at < limit for door in doors)


def as_door(grant_id: GrantId, smartlock: Smartlock, known_at: datetime) -> Door:
    """A device of Nuki's as a door of ours."""
    state, config = smartlock.state, smartlock.config
    return Door(
        grant_id=grant_id,
        smartlock_id=SmartlockId(smartlock.smartlock_id),
        name=smartlock.name,
        device_type=smartlock.type,
        state=state.state if state else 255,
        door_state=state.door_state if state else 0,
        server_state=smartlock.server_state,
        admin_pin_state=smartlock.admin_pin_state,
        battery_critical=bool(state and state.battery_critical),
        battery_charge=state.battery_charge if state else None,
        opens_on_unlock=bool(config and config.auto_unlatch),
        known_at=known_at,
        told=False,
        mode=state.mode if state else 0,
        battery_charging=state.battery_charging if state else None,
        keypad_battery_critical=state.keypad_battery_critical if state else None,
        doorsensor_battery_critical=state.doorsensor_battery_critical if state else None,
        keypad=bool(config and (config.keypad_paired or config.keypad2_paired)),
        fob=bool(config and config.fob_paired),
        timezone_id=config.timezone_id if config else None,
        firmware=smartlock.firmware_version,
        opened_at=known_at if state and state.door_state == DoorState.OPENED else None,
    )
