"""What the controls turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from keyturn.clock import Clock
from keyturn.nuki.oauth import TokenAnswer
from keyturn.sandbox.seed import Seed
from keyturn.sandbox.webhooks.log import DeliveryLog
from keyturn.sandbox.world.world import World


@dataclass(frozen=True)
class Controls:
    """``clock`` is the sandbox's own, not the world's view of it; ``facts`` takes the base address."""

    world: World
    clock: Clock
    deliveries: DeliveryLog
    facts: Callable[[str], dict[str, Any]]
    reset: Callable[[], None]
    seed: Callable[[], Seed]
    plant: Callable[[Seed], None]
    save: Callable[[], bytes]
    load: Callable[[bytes], Awaitable[None]]
    grant: Callable[..., TokenAnswer]
