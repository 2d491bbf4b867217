"""What has to be known of a lock before a code is given to it: keypad, time zone, and how full it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from keyturn.client import NukiClient, errors
from keyturn.integration.access.rules import Room, room
from keyturn.integration.grants.grant import GrantId
from keyturn.integration.refusals import refusal_of
from keyturn.nuki import timezones
from keyturn.nuki.codes import ServerState
from keyturn.nuki.ids import SmartlockId
from keyturn.nuki.models.auth import SmartlockAuth
from keyturn.nuki.models.smartlock import Smartlock


@dataclass(frozen=True, kw_only=True)
class Lock:
    """As last read. ``timezone_id`` None: the lock did not say."""

    grant_id: GrantId
    smartlock_id: SmartlockId
    timezone_id: int | None
    keypad: bool
    online: bool
    room: Room
    known_at: datetime

    @property
    def zone(self) -> tzinfo:
        """The clock on the wall beside the door; UTC where it is not known, which the page says."""
        try:
            return ZoneInfo("UTC") if self.timezone_id is None else timezones.zone(self.timezone_id)
        except LookupError:
            return ZoneInfo("UTC")

    @property
    def zone_name(self) -> str:
        """As in the table of zones."""
        zone = self.zone
        return zone.key if isinstance(zone, ZoneInfo) else "UTC"


Listed = tuple[SmartlockAuth, ...]


async def read(
    grant_id: GrantId, smartlock_id: SmartlockId, nuki: NukiClient, now: datetime
) -> tuple[Lock, Listed]:
    """Ask Nuki's server for the lock and its list: two reads of what is stored there, which wake no lock.

    Raises :class:`NukiUnavailable`, :class:`RequestRefused`, :class:`GrantLost`.
    """
    try:
        smartlock = await nuki.smartlocks.get(smartlock_id)
        listed = await nuki.auths.list(smartlock_id)
    except errors.ClientError as error:
        raise refusal_of(error) from error
    return _lock(grant_id, smartlock, listed, now), listed


def _lock(grant_id: GrantId, smartlock: Smartlock, listed: Listed, now: datetime) -> Lock:
    config = smartlock.config
    return Lock(
        grant_id=grant_id,
        smartlock_id=SmartlockId(smartlock.smartlock_id),
        timezone_id=config.timezone_id if config else None,
        keypad=bool(config and (config.keypad_paired or config.keypad2_paired)),
        online=smartlock.server_state == ServerState.OK,
        room=room([auth.type for auth in listed], smartlock.type),
        known_at=now,
    )
