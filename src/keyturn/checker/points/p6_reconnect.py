"""P6: forced-reconnect."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Condition

SLUG = "forced-reconnect"
CONDITIONS: tuple[Condition, ...] = ()
