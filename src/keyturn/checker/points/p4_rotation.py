"""P4: refresh-rotation."""

from __future__ import annotations

from keyturn.checker.conditions import rotation

SLUG = "refresh-rotation"
CONDITIONS = (
    rotation.newest_refresh_token_used,
    rotation.spent_refresh_token_is_never_reused,
    rotation.one_renewal_per_burst,
    rotation.refresh_token_kept_when_none_comes,
    rotation.new_refresh_token_stored_before_use,
    rotation.token_trouble_keeps_the_grant,
    rotation.renewal_works_after_token_trouble,
)
