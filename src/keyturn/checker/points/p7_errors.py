"""P7: guided-errors."""

from __future__ import annotations

from keyturn.checker.conditions import confirming
from keyturn.checker.conditions.guiding import errors
from keyturn.checker.conditions.hidden import codes

SLUG = "guided-errors"
CONDITIONS = (
    confirming.refusal_leads_to_a_page_with_a_way_on,
    errors.error_page_has_next_step,
    errors.error_page_has_no_trace,
    errors.error_page_has_no_secret,
    codes.error_page_has_no_access_code,
    errors.error_status_is_honest,
    errors.markup_of_nuki_is_not_passed_on,
    errors.unreadable_answer_is_survived,
    errors.slow_nuki_ends_in_a_page,
    errors.busy_nuki_is_left_alone,
    errors.refusal_of_a_door_is_explained,
)
