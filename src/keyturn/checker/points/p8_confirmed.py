"""P8: confirmed-actions."""

from __future__ import annotations

from keyturn.checker.conditions import confirming

SLUG = "confirmed-actions"
CONDITIONS = (
    confirming.accepted_is_not_shown_as_success,
    confirming.webhook_confirms_the_action,
    confirming.webhook_is_answered_fast_and_well,
)
