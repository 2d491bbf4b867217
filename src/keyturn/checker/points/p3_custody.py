"""P3: token-custody."""

from __future__ import annotations

from keyturn.checker.conditions import keeping

SLUG = "token-custody"
CONDITIONS = (keeping.tokens_stay_on_the_server, keeping.no_secret_is_logged, keeping.bearer_is_in_the_header_only)
