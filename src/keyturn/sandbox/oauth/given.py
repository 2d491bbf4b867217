"""Consent without pages: what a person would have allowed, given at once to whoever tests.

It leads to the same grant, and to tokens that rotate and die in the same way.
"""

from __future__ import annotations

from keyturn.nuki import scopes as spelled
from keyturn.nuki.oauth import TokenAnswer
from keyturn.nuki.scopes import Scope
from keyturn.sandbox.errors import SandboxError
from keyturn.sandbox.oauth import issue
from keyturn.sandbox.world.people import Account, Application
from keyturn.sandbox.world.permits import Code
from keyturn.sandbox.world.world import World


class CannotGive(SandboxError, ValueError):
    """No such account, application or scope; the message names it and what there is."""


def give(
    world: World, scope: str, *, email: str | None = None, client_id: str | None = None
) -> tuple[Account, TokenAnswer]:
    """Whose grant, and its first pair of tokens. The first account and application unless named.

    Raises :class:`CannotGive`.
    """
    wanted = spelled.parse(scope)
    unknown = sorted(set(wanted) - {str(each) for each in Scope})
    if unknown or not wanted:
        known = ", ".join(sorted(Scope))
        raise CannotGive(f"There is no scope {unknown[0] if unknown else scope!r}. The scopes are: {known}.")
    account, application = _account(world, email), _application(world, client_id)
    code = Code(
        client_id=application.client_id,
        account_id=account.account_id,
        redirect_uri="",
        scopes=wanted,
        expires=world.clock.now(),
    )
    grant = issue.grant(world, code)
    return account, issue.pair(world, grant, grant.scopes, "issued")


def _account(world: World, email: str | None) -> Account:
    for account in world.accounts.values():
        if email is None or account.email.lower() == email.lower():
            return account
    there = ", ".join(account.email for account in world.accounts.values()) or "none"
    raise CannotGive(f"There is no account {email!r}. The accounts are: {there}.")


def _application(world: World, client_id: str | None) -> Application:
    for application in world.applications.values():
        if client_id in (None, application.client_id):
            return application
    there = ", ".join(world.applications) or "none"
    raise CannotGive(f"There is no application {client_id!r}. The applications are: {there}.")
