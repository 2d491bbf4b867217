"""Every operation the sandbox answers."""

from __future__ import annotations

from keyturn.sandbox.resources import decentral_webhook, server, smartlock, smartlock_action, smartlock_log
from keyturn.sandbox.resources.auths import change, create, reads
from keyturn.sandbox.resources.call import Binding
from keyturn.sandbox.resources.description import page
from keyturn.sandbox.resources.gate import guarded
from keyturn.sandbox.resources.smartlocks import configs, upkeep
from keyturn.sandbox.wire.routes import Route
from keyturn.sandbox.world.world import World

BINDINGS: tuple[Binding, ...] = (
    *server.BINDINGS,
    *smartlock.BINDINGS,
    *upkeep.BINDINGS,
    *configs.BINDINGS,
    *smartlock_action.BINDINGS,
    *smartlock_log.BINDINGS,
    *create.BINDINGS,
    *reads.BINDINGS,
    *change.BINDINGS,
    *decentral_webhook.BINDINGS,
)


def routes(world: World) -> tuple[Route, ...]:
    """The operations over one world, and their description."""
    operations = (guarded(world, endpoint, operation) for endpoint, operation in BINDINGS)
    return (*operations, *page.routes())
