"""P5: expired-token-retry."""

from __future__ import annotations

from keyturn.checker.conditions import keeping

SLUG = "expired-token-retry"
CONDITIONS = (keeping.expired_token_is_renewed_once,)
