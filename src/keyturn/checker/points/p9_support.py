"""P9: first-level-support."""

from __future__ import annotations

from keyturn.checker.conditions.condition import Condition

SLUG = "first-level-support"
CONDITIONS: tuple[Condition, ...] = ()
