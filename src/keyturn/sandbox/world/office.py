"""What Nuki's server keeps besides devices and permits: records of people, addresses, keys and partner services.

Every record belongs to one account. Records are replaced, never changed in place, unless their class says so.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.account import AccountSetting, AccountUser
from keyturn.nuki.models.address import Address, AddressReservation, AddressToken, AddressUnitAnswer
from keyturn.nuki.models.api_key import ApiKeyToken
from keyturn.nuki.models.directory import Notification
from keyturn.sandbox.world.dossier import Dossier
from keyturn.sandbox.world.second_factor.codes import OneTimeCodes

FIRST_NUMBER = 60_000_001


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail with a link in it that nobody has followed yet; whoever has ``mail_id`` may."""

    mail_id: str
    account_id: AccountId
    to: str
    about: Literal["confirm-email", "new-password"]
    keep_tokens: bool = False
    """Of a new password: whether the tokens made by hand outlive it."""

    def __repr__(self) -> str:
        return f"Mail(to={self.to!r}, about={self.about!r})"


class HandMadeToken(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner sees of a token made by hand; ``mark`` finds it among the world's tokens."""

    api_key_id: int
    mark: str
    shown: ApiKeyToken


class KeptNotification(msgspec.Struct, frozen=True, kw_only=True):
    """A notification and who set it up."""

    account_id: AccountId
    client_id: str | None
    shown: Notification


class Office(msgspec.Struct, kw_only=True):
    """All of it, as it is kept in the state file."""

    number: int = FIRST_NUMBER
    """The next id of whatever has a number."""
    settings: dict[int, AccountSetting] = msgspec.field(default_factory=dict)
    one_time_codes: dict[int, OneTimeCodes] = msgspec.field(default_factory=dict)
    emails_asked: dict[int, str] = msgspec.field(default_factory=dict)
    """Addresses that accounts asked for and have not confirmed."""
    mails: dict[str, Mail] = msgspec.field(default_factory=dict)
    users: dict[int, AccountUser] = msgspec.field(default_factory=dict)
    addresses: dict[int, Address] = msgspec.field(default_factory=dict)
    units: dict[str, AddressUnitAnswer] = msgspec.field(default_factory=dict)
    invitations: dict[str, AddressToken] = msgspec.field(default_factory=dict)
    reservations: dict[str, AddressReservation] = msgspec.field(default_factory=dict)
    handed_out: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """The ids of the authorizations that were made for a booking."""
    hand_made: dict[str, HandMadeToken] = msgspec.field(default_factory=dict)
    notifications: dict[str, KeptNotification] = msgspec.field(default_factory=dict)
    links: dict[int, list[str]] = msgspec.field(default_factory=dict)
    """Partner services an account is linked with."""
    dossiers: dict[str, Dossier] = msgspec.field(default_factory=dict)
    """What is on file about applications, by client id."""
    gone_accounts: list[int] = msgspec.field(default_factory=list)
    gone_applications: list[str] = msgspec.field(default_factory=list)

    def next_number(self) -> int:
        """An id nothing else has."""
        self.number += 1
        return self.number - 1

    def forget(self, account_id: AccountId) -> None:
        """Remove everything of an account."""
        for numbered in (self.settings, self.one_time_codes, self.emails_asked, self.links):
            numbered.pop(account_id, None)
        self.mails = {key: one for key, one in self.mails.items() if one.account_id != account_id}
        self.users = {key: one for key, one in self.users.items() if one.account_id != account_id}
        gone = {key for key, one in self.addresses.items() if one.account_id == account_id}
        for address_id in gone:
            self.forget_address(address_id)
        self.hand_made = {key: one for key, one in self.hand_made.items() if one.shown.account_id != account_id}
        self.notifications = {key: one for key, one in self.notifications.items() if one.account_id != account_id}

    def forget_address(self, address_id: int) -> None:
        """Remove an address with its units, invitations and bookings."""
        self.addresses.pop(address_id, None)
        self.units = {key: one for key, one in self.units.items() if one.address_id != address_id}
        self.invitations = {key: one for key, one in self.invitations.items() if one.address_id != address_id}
        self.reservations = {key: one for key, one in self.reservations.items() if one.address_id != address_id}

    def come_to_rest(self) -> None:
        """End what was running when the process ended: removals are done, bookings are free again."""
        self.users = {key: one for key, one in self.users.items() if one.operation_id is None}
        self.units = {key: one for key, one in self.units.items() if one.operation_id is None}
        for key, one in self.reservations.items():
            self.reservations[key] = msgspec.structs.replace(
                one,
                is_currently_issuing_auth=False,
                is_currently_revoking_auth=False,
                currently_issuing_auth=False,
                currently_revoking_auth=False,
            )
