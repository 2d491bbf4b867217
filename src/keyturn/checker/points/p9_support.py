"""P9: first-level-support."""

from __future__ import annotations

from keyturn.checker.conditions.guiding import support

SLUG = "first-level-support"
CONDITIONS = (
    support.support_reachable_from_error,
    support.support_reachable_without_login,
    support.support_has_a_contact,
    support.support_is_given_here_first,
    support.case_has_a_reference,
    support.references_differ,
    support.hand_over_has_request_ids,
    support.hand_over_has_no_secrets,
    support.support_answers_within_reason,
)
