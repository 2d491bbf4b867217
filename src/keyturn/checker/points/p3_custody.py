"""P3: token-custody."""

from __future__ import annotations

from keyturn.checker.conditions import custody
from keyturn.checker.conditions.hidden import codes, keys

SLUG = "token-custody"
CONDITIONS = (
    custody.bearer_is_in_the_header_only,
    custody.every_call_carries_the_bearer,
    custody.expired_token_is_renewed_once,
    custody.expires_in_is_obeyed,
    custody.text_label_of_tokens_is_read,
    custody.no_secret_is_logged,
    custody.tokens_encrypted_at_rest,
    custody.session_cookie_is_protected,
    custody.only_needed_scopes_requested,
    keys.own_keys_stay_on_the_server,
    codes.access_code_is_not_logged,
    codes.access_code_is_in_no_address,
    codes.access_code_is_for_its_owner_only,
    codes.access_code_lies_encrypted,
)
