"""What goes with what: an account, an application or a password that ends takes its tokens along."""

from __future__ import annotations

from keyturn.nuki.ids import AccountId
from keyturn.sandbox.journal.journal import Kind
from keyturn.sandbox.world.permits import Grant, Use
from keyturn.sandbox.world.world import World


def end_grant(world: World, grant: Grant, reason: str) -> None:
    """Revoke a grant and write it down."""
    if not grant.revoked:
        world.end_grant(grant)
        world.journal.record(Kind.TOKEN, f"grant {grant.grant_id}", event="revoked", reason=reason)


def end_grants(world: World, reason: str, *, account_id: AccountId | None = None, client_id: str = "") -> None:
    """Revoke every grant of an account, of an application, or of the two together."""
    for grant in list(world.grants.values()):
        if (account_id is None or grant.account_id == account_id) and client_id in {"", grant.client_id}:
            end_grant(world, grant, reason)


def end_hand_made(world: World, token_id: str) -> None:
    """Revoke a token made by hand."""
    token = world.tokens.get(world.office.hand_made.pop(token_id).mark)
    if token is not None:
        token.dead = True
        world.journal.record(Kind.TOKEN, token.label, event="revoked", reason="removed by its owner")


def end_api_tokens(world: World, account_id: AccountId) -> None:
    """Revoke every token of an account that was made by hand, the seed's included."""
    office = world.office
    office.hand_made = {key: one for key, one in office.hand_made.items() if one.shown.account_id != account_id}
    for token in world.tokens.values():
        if token.use is Use.API and token.account_id == account_id and not token.dead:
            token.dead = True
            world.journal.record(Kind.TOKEN, token.label, event="revoked", reason="the password was changed")


def remove_account(world: World, account_id: AccountId) -> None:
    """An account goes, with its sub-accounts, devices, applications and everything that opened it."""
    for other in list(world.accounts.values()):
        if other.shown.master_account_id == account_id:
            remove_account(world, other.account_id)
    for application in list(world.applications.values()):
        if application.owner == account_id:
            remove_application(world, application.client_id)
    end_grants(world, "the account was removed", account_id=account_id)
    end_api_tokens(world, account_id)
    for registration in world.registrations_of(account_id):
        del world.registrations[registration.webhook_id]
    for device in world.devices_of.pop(account_id, []):
        if device.later is not None:
            device.later.cancel()
        del world.devices[device.smartlock_id]
    world.office.forget(account_id)
    world.office.gone_accounts.append(account_id)
    del world.accounts[account_id]


def remove_application(world: World, client_id: str) -> None:
    """An API key goes, with its tokens, the grants given to it and its registrations."""
    application = world.applications.pop(client_id)
    end_grants(world, "the API key was removed", client_id=client_id)
    for token_id, one in list(world.office.hand_made.items()):
        if one.api_key_id == application.api_key_id:
            end_hand_made(world, token_id)
    for registration in list(world.registrations.values()):
        if registration.client_id == client_id:
            del world.registrations[registration.webhook_id]
    world.office.gone_applications.append(client_id)
