"""P4: refresh-rotation."""

from __future__ import annotations

from keyturn.checker.conditions import keeping

SLUG = "refresh-rotation"
CONDITIONS = (keeping.spent_refresh_token_is_never_reused,)
