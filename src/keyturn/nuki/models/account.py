"""The account behind a token, its sub-accounts, settings, integrations and users (documented: S-25)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from keyturn.nuki.models.fields import Email, Instant, Password

UserLanguage = Literal["en", "de", "es", "fr", "it", "nl", "cs", "sk"]


class _Body(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    pass


class AccountConfig(_Body, frozen=True):
    """Both PINs are for voice assistants; ``otp_enabled_date`` is set while one-time codes are asked for."""

    alexa_pin: str
    gactions_home_pin: str
    otp_enabled_date: Instant | None = None

    def __repr__(self) -> str:
        return f"AccountConfig(otp_enabled_date={self.otp_enabled_date!r}, …)"


class AccountProfile(_Body, frozen=True):
    """Who and where; ``country`` has two letters."""

    first_name: str
    last_name: str
    address: str
    zip: str
    city: str
    country: str


class Account(_Body, frozen=True):
    """Answer of ``GET /account``; dates as in :mod:`keyturn.nuki.dates`.

    ``rights`` of a sub-account is a bit mask. The three tables of the description disagree about its bits; they
    are not interpreted here.
    """

    account_id: int
    type: int
    email: str
    name: str
    creation_date: Instant
    update_date: Instant
    email_verified: bool | None = None
    language: str | None = None
    master_account_id: int | None = None
    rights: int | None = None
    config: AccountConfig | None = None
    profile: AccountProfile | None = None


class AccountUpdate(_Body, frozen=True):
    """``POST /account``. ``language`` is called required and is not (reported: live tests of a client)."""

    email: Email | None = None
    password: Password | None = None
    name: Annotated[str, Meta(min_length=1)] | None = None
    language: str | None = None
    config: AccountConfig | None = None
    profile: AccountProfile | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(email={self.email!r}, name={self.name!r}, …)"


class AccountSubCreate(_Body, frozen=True):
    """``PUT /account/sub``."""

    email: Email
    password: Password
    name: Annotated[str, Meta(min_length=1)]
    rights: Annotated[int, Meta(ge=0, le=31)]
    language: str
    profile: AccountProfile | None = None

    def __repr__(self) -> str:
        return f"AccountSubCreate(email={self.email!r}, name={self.name!r}, …)"


class AccountSubUpdate(AccountUpdate, frozen=True):
    """``POST /account/sub/{accountId}``."""

    rights: Annotated[int, Meta(ge=0, le=127)] | None = None


class AccountEmailChange(_Body, frozen=True):
    """``POST /account/email/change``."""

    email: Email


class AccountOtpEnable(_Body, frozen=True):
    """``POST /account/otp``."""

    otp: Annotated[str, Meta(min_length=1)]

    def __repr__(self) -> str:
        return "AccountOtpEnable(…)"


class AccountPasswordReset(_Body, frozen=True):
    """``POST /account/password/reset``; no refusal of an address is documented, so any text is taken."""

    email: str
    delete_api_tokens: bool | None = None


class StaleDevice(_Body, frozen=True):
    """A device that Nuki Web thinks is gone."""

    smartlock_id: int | None = None
    name: str | None = None
    read: bool | None = None


class WebSetting(_Body, frozen=True):
    """How Nuki Web's device page looks. ``annotations``: described as objects, shown with a boolean."""

    device_view_type: Literal["LIST", "TILE"] | None = None
    device_sort_type: Literal["FAVOURITES_FIRST", "NAME_ASC", "NAME_DESC", "LAST_ADDED_DESC"] | None = None
    nuki_club_dismissed: bool | None = None
    annotations: dict[str, Any] | None = None
    removed_staled_devices: tuple[StaleDevice, ...] | None = None
    marked_staled_devices: tuple[StaleDevice, ...] | None = None


class AccountSetting(_Body, frozen=True):
    """Body and answer of ``/account/setting``."""

    web: WebSetting | None = None


class AccountIntegration(_Body, frozen=True):
    """What has access to an account: an application by consent, or a token made by hand."""

    version: Literal["LEGACY", "HYDRA"]
    vendor_key: str
    name: str
    client_id: str
    description: str | None = None
    created_at: Instant | None = None
    last_active_at: Instant | None = None
    scopes: tuple[str, ...] | None = None
    warning: bool | None = None
    token_id: str | None = None
    sub_account: bool | None = None
    sub_account_id: int | None = None
    sub_account_name: str | None = None
    advanced_type: str | None = None
    advanced_state: str | None = None
    sort_order: int | None = None
    device: bool | None = None


class AccountUser(_Body, frozen=True):
    """A person to whom permissions can be given. ``operation_id``: locked while something runs on it."""

    account_user_id: int
    account_id: int
    email: str
    name: str
    creation_date: Instant
    update_date: Instant
    type: int | None = None
    language: str | None = None
    operation_id: str | None = None


class AccountUserCreate(_Body, frozen=True):
    """``PUT /account/user``."""

    email: Email
    name: Annotated[str, Meta(min_length=1)]
    type: Annotated[int, Meta(ge=0, le=1)] | None = None
    language: UserLanguage | None = None


class AccountUserUpdate(_Body, frozen=True):
    """``POST /account/user/{accountUserId}``."""

    email: Email | None = None
    name: Annotated[str, Meta(min_length=1)] | None = None
    language: UserLanguage | None = None
