"""Addresses that group doors, with units, bookings and invitation tokens (documented: S-25)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from keyturn.nuki.models.fields import Instant, Int32, MinuteOfDay

Name = Annotated[str, Meta(min_length=1)]
SmartlockNumber = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class _Body(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    pass


class Address(_Body, frozen=True):
    """``check_in_time`` and ``check_out_time`` in minutes from midnight, in ``time_zone``."""

    address_id: Int32
    account_id: Int32
    name: str
    smartlock_ids: tuple[int, ...]
    creation_date: Instant
    update_date: Instant
    service_id: str | None = None
    time_zone: str | None = None
    check_in_time: Int32 | None = None
    check_out_time: Int32 | None = None
    settings: dict[str, Any] | None = None


class AddressCreate(_Body, frozen=True):
    """``PUT /address``."""

    name: Name
    smartlock_ids: tuple[SmartlockNumber, ...]


class AddressUpdate(_Body, frozen=True):
    """``POST /address/{addressId}``."""

    name: Name | None = None
    smartlock_ids: tuple[SmartlockNumber, ...] | None = None
    settings: dict[str, Any] | None = None


class AddressUnit(_Body, frozen=True):
    """``PUT /address/{addressId}/unit``; what the description calls read-only is not read."""

    name: Name


class AddressUnitAnswer(_Body, frozen=True):
    """``AddressUnitResponse``: its ``redeem_date`` is called required, also before anything was redeemed."""

    name: str
    creation_date: Instant
    redeem_date: Instant
    id: str | None = None
    address_id: Int32 | None = None
    address_token_id: str | None = None
    operation_id: str | None = None
    redeem_result: str | None = None


class AddressToken(_Body, frozen=True):
    """An invitation; ``redeem_date`` and ``redeem_account_id`` are called required as well."""

    id: str
    address_id: Int32
    creation_date: Instant
    redeem_date: Instant
    redeem_account_id: Int32
    invite_keys: tuple[str, ...] | None = None
    redeem_result: str | None = None


class AddressTokenInfo(_Body, frozen=True):
    """What an invitation is for."""

    id: str
    address_name: str
    smartlock_names: tuple[str, ...]


class AddressReservation(_Body, frozen=True):
    """A booking. Each of the two last flags is there under two names."""

    id: str
    address_id: Int32
    account_id: Int32
    email: str
    name: str
    guests: Int32
    guests_issued: Int32
    keypad_issued: bool
    state: str
    automation: Int32
    start_date: Instant
    end_date: Instant
    update_date: Instant
    has_custom_access_times: bool
    is_currently_issuing_auth: bool
    is_currently_revoking_auth: bool
    currently_issuing_auth: bool | None = None
    currently_revoking_auth: bool | None = None
    service_id: str | None = None
    reference: str | None = None
    checked_in: bool | None = None


class ReservationAccessTimesUpdate(_Body, frozen=True):
    """``POST …/update/accesstimes``, in minutes from midnight."""

    check_in_time: MinuteOfDay | None = None
    check_out_time: MinuteOfDay | None = None


class AcceptedRemoval(_Body, frozen=True):
    """``AdvancedConfirmationResponse`` of a removal that goes on in the background."""

    request_id: str
    error: str | None = None
