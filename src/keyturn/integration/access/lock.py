"""What has to be known of a lock before a code is given to it: keypad, time zone, and how full it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from keyturn.client import NukiClient, errors
from keyturn.integration.access.rules import Room, room
from keyturn.integration.errors import GrantLost, IntegrationError, NukiUnavailable, RequestRefused
from keyturn.integration.grants.grant import GrantId
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


def refusal_of(error: errors.ClientError | IntegrationError) -> IntegrationError:
    """The client's error in terms of what the customer can do about a code."""
    match error:
        case IntegrationError():
            return error
        case errors.Unauthorized() | errors.Forbidden():
            return RequestRefused(str(error), code="scope-missing")
        case errors.NotFound():
            return RequestRefused(str(error), code="unknown-door")
        case errors.PaymentRequired():
            return RequestRefused(str(error), code="account-not-paid")
        case errors.UpgradeRequired():
            return RequestRefused(str(error), code="upgrade-required")
        case errors.Conflict():
            return RequestRefused(str(error), code="code-exists")
        case errors.Locked():
            return RequestRefused(str(error), code="code-busy")
        case errors.TooManyRequests():
            return NukiUnavailable(str(error), code="nuki-busy")
        case errors.GrantRefused():
            return GrantLost(str(error))
        case errors.Refused() if "parameter 'type'" in error.detail:
            # What Nuki says when no keypad is paired (reported: F16794, F39051).
            return RequestRefused(str(error), code="no-keypad")
        case errors.Refused():
            return RequestRefused(str(error))
    return NukiUnavailable(str(error))
