"""What an application in TESTING may do: everything, unless the settings draw a limit.

Nuki names the state and no limit; a company that wants to be ready for one turns these on.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from math import ceil

from keyturn.nuki.ids import AccountId
from keyturn.nuki.models.api_key import KeyStatus
from keyturn.sandbox.world.people import Application
from keyturn.sandbox.world.world import World

HOUR = timedelta(hours=1)


def may_connect(world: World, application: Application, account_id: AccountId) -> bool:
    """Whether one more account may allow the application; its owner's, and those that have done so, always may."""
    most = world.settings.testing_accounts_at_most
    if most is None or not _in_testing(application) or account_id == application.owner:
        return True
    connected = {
        grant.account_id
        for grant in world.grants.values()
        if grant.client_id == application.client_id and not grant.revoked and grant.account_id != application.owner
    }
    return account_id in connected or len(connected) < most


def seconds_to_wait(world: World, client_id: str | None) -> int:
    """How long until a call of the application may be made; 0 for at once, and then it is counted."""
    most, application = world.settings.testing_calls_an_hour, world.applications.get(client_id or "")
    if most is None or application is None or not _in_testing(application):
        return 0
    now = world.clock.now()
    calls = world.calls_in_testing.setdefault(application.client_id, deque())
    while calls and calls[0] <= now - HOUR:
        calls.popleft()
    if len(calls) >= most:
        return ceil((calls[0] + HOUR - now).total_seconds())
    calls.append(now)
    return 0


def _in_testing(application: Application) -> bool:
    return application.advanced is not None and application.advanced.status is KeyStatus.TESTING
