"""P10: current-docs."""

from __future__ import annotations

from keyturn.checker.conditions.guiding import instructions

SLUG = "current-docs"
CONDITIONS = instructions.CONDITIONS
