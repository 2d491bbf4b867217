"""P10: current-docs."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Condition

SLUG = "current-docs"
CONDITIONS: tuple[Condition, ...] = ()
