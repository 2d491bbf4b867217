"""P8: confirmed-actions."""

from __future__ import annotations

from keyturn.checker.conditions import confirming
from keyturn.checker.conditions.hooks import believing, counting

SLUG = "confirmed-actions"
CONDITIONS = (
    confirming.accepted_is_not_shown_as_success,
    counting.waiting_is_shown_as_waiting,
    confirming.webhook_confirms_the_action,
    counting.failure_is_shown_as_failure,
    counting.silence_is_shown_as_unconfirmed,
    counting.late_confirmation_counts,
    counting.early_confirmation_counts,
    counting.double_confirmation_counts_once,
    believing.confirmation_belongs_to_its_request,
    counting.replayed_webhook_is_harmless,
    counting.identical_genuine_events_all_count,
    believing.unsigned_webhook_is_refused,
    believing.forged_webhook_is_refused,
    believing.old_signature_is_not_trusted,
    believing.signature_is_over_raw_bytes,
    confirming.webhook_is_answered_fast_and_well,
    believing.unknown_feature_is_accepted,
    believing.strange_webhooks_are_survived,
)
