"""P5: expired-token-retry."""

from __future__ import annotations

from keyturn.checker.conditions import expiry

SLUG = "expired-token-retry"
CONDITIONS = (
    expiry.expired_token_renewed_on_get,
    expiry.expired_token_renewed_on_post,
    expiry.disconnecting_works_after_the_hour,
    expiry.connecting_works_after_the_hour,
    expiry.dead_token_renewed_before_its_hour,
    expiry.refused_call_repeated_once,
    expiry.refused_call_repeated_unchanged,
    expiry.forbidden_is_not_expiry,
)
