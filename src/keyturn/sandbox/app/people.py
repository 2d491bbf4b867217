"""The part of the state that is about people: accounts and API keys that are not as the seed made them.

The secret of an API key made here is in it in clear, because it signs; a seed's is not, because the seed has it.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from keyturn.nuki.ids import AccountId, ApiKeyId
from keyturn.nuki.models.account import Account as AccountBody
from keyturn.nuki.webhooks import Feature
from keyturn.sandbox.world.people import Account, Advanced, Application
from keyturn.sandbox.world.world import World
from keyturn.secrecy import Secret


class KeptAccount(msgspec.Struct, kw_only=True):
    """An account that was made or changed here; of its password a fingerprint."""

    password_mark: str
    shown: AccountBody
    seeded: bool


class KeptApplication(msgspec.Struct, kw_only=True):
    """An API key that was made or changed here; ``secret`` None is the seed's."""

    name: str
    client_id: str
    secret: str | None
    api_key_id: int
    redirect_uris: tuple[str, ...]
    webhook_url: str | None
    webhook_features: tuple[Feature, ...]
    created: str
    owner: AccountId | None
    description: str | None
    advanced: Advanced | None
    seeded: bool

    def __repr__(self) -> str:
        return f"KeptApplication({self.client_id!r}, …)"


class People(msgspec.Struct, kw_only=True):
    """Both."""

    accounts: list[KeptAccount]
    applications: list[KeptApplication]


def kept(world: World) -> People:
    """What the seed does not say already."""
    return People(
        accounts=[
            KeptAccount(password_mark=one.password_mark, shown=one.shown, seeded=one.seeded)
            for one in world.accounts.values()
            if one.changed or not one.seeded
        ],
        applications=[_kept(one) for one in world.applications.values() if one.changed or not one.seeded],
    )


def _kept(one: Application) -> KeptApplication:
    return KeptApplication(
        name=one.name,
        client_id=one.client_id,
        secret=None if one.seeded else one.client_secret.reveal(),
        api_key_id=one.api_key_id,
        redirect_uris=one.redirect_uris,
        webhook_url=one.webhook_url,
        webhook_features=one.webhook_features,
        created=one.created,
        owner=one.owner,
        description=one.description,
        advanced=one.advanced,
        seeded=one.seeded,
    )


def lay_over(world: World, people: People, gone_accounts: Iterable[int], gone_applications: Iterable[str]) -> None:
    """Bring a freshly furnished world to where it was; what hangs on a seed that is no more is left out."""
    for one in people.accounts:
        account_id = AccountId(one.shown.account_id)
        if account_id in world.accounts if one.seeded else one.shown.master_account_id in world.accounts:
            world.accounts[account_id] = Account(
                account_id, one.shown.email, one.password_mark, one.shown, seeded=one.seeded, changed=True
            )
    for app in people.applications:
        known = world.applications.get(app.client_id)
        if known is None if app.seeded else app.owner not in world.accounts:
            continue
        secret = known.client_secret if known is not None else Secret(app.secret or "")
        world.applications[app.client_id] = Application(
            app.name,
            app.client_id,
            secret,
            ApiKeyId(app.api_key_id),
            app.redirect_uris,
            app.webhook_url,
            app.webhook_features,
            created=app.created,
            owner=app.owner,
            description=app.description,
            advanced=app.advanced,
            seeded=app.seeded,
            changed=True,
        )
    for client_id in gone_applications:
        world.applications.pop(client_id, None)
    for gone in gone_accounts:
        world.accounts.pop(AccountId(gone), None)
        for device in world.devices_of.pop(AccountId(gone), []):
            del world.devices[device.smartlock_id]
