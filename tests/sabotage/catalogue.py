"""What the checker must see, and the faults that prove that it sees it.

A condition is a sentence that is true when all is well. Each has at least one sabotage: the same integration with one
thing wrong, which this condition must catch. Conditions that never fail have none: they ask a person.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """``point`` is the number in :data:`keyturn.checklist.CHECKLIST`."""

    point: int
    name: str
    sabotages: tuple[str, ...]


def _point(number: int, conditions: dict[str, str]) -> tuple[Condition, ...]:
    return tuple(Condition(number, name, tuple(sabotages.split())) for name, sabotages in conditions.items())


CATALOGUE = (
    *_point(1, {
        "redirect_address_is_the_registered_one": "redirect_to_another_path redirect_with_slash",
        "redirect_address_is_https": "redirect_by_http",
        "redirect_is_always_the_same": "redirect_varies",
        "redirect_is_repeated_in_the_exchange": "exchange_without_redirect",
        "code_flow_is_asked_for": "token_asked_of_consent",
        "state_is_random": "state_fixed state_counted",
        "state_is_long_enough": "state_short",
        "state_is_bound_to_the_browser": "state_not_bound",
        "state_is_single_use": "state_reusable",
        "foreign_state_is_refused": "state_not_compared",
    }),
    *_point(2, {
        "code_is_exchanged_by_the_server": "code_exchanged_in_the_browser",
        "code_is_exchanged_once": "code_exchanged_twice",
        "code_leaves_the_address": "code_stays_in_the_address",
        "client_secret_stays_on_the_server": "secret_in_page_script secret_in_authorize_address",
        "refusal_is_not_exchanged": "refusal_exchanged",
        "allowing_ends_on_a_page_that_works": "arrival_leads_nowhere",
        "tokens_stay_on_the_server": "token_in_page token_in_address token_in_cookie token_in_local_storage",
    }),
    *_point(3, {
        "bearer_is_in_the_header_only": "bearer_in_query",
        "every_call_carries_the_bearer": "call_without_bearer",
        "expired_token_is_renewed_once": "no_renewal",
        "expires_in_is_obeyed": "expiry_assumed",
        "text_label_of_tokens_is_read": "json_label_demanded",
        "no_secret_is_logged": "token_in_log code_in_log secret_in_log key_in_log",
        "tokens_encrypted_at_rest": "tokens_kept_in_clear",
        "session_cookie_is_protected": "cookie_for_scripts cookie_without_tls",
        "only_needed_scopes_requested": "all_scopes_requested",
        "own_keys_stay_on_the_server": "key_in_page",
        "access_code_is_not_logged": "access_code_in_log",
        "access_code_is_in_no_address": "access_code_in_address",
        "access_code_is_for_its_owner_only": "access_code_shown_to_anybody access_code_handed_over",
        "access_code_lies_encrypted": "access_code_kept_in_clear",
    }),
    *_point(4, {
        "newest_refresh_token_used": "old_refresh_token_kept",
        "spent_refresh_token_is_never_reused": "spent_refresh_token_tried_again",
        "one_renewal_per_burst": "renewal_without_lock",
        "refresh_token_kept_when_none_comes": "missing_refresh_token_overwrites",
        "new_refresh_token_stored_before_use": "refresh_token_stored_after_use",
        "token_trouble_keeps_the_grant": "outage_deletes_the_grant",
        "renewal_works_after_token_trouble": "renewal_given_up_after_trouble",
    }),
    *_point(5, {
        "expired_token_renewed_on_get": "renewal_only_for_post",
        "expired_token_renewed_on_post": "renewal_only_for_get",
        "disconnecting_works_after_the_hour": "disconnecting_needs_a_live_token",
        "connecting_works_after_the_hour": "connecting_needs_a_live_token",
        "dead_token_renewed_before_its_hour": "refusal_is_final",
        "refused_call_repeated_once": "refused_call_repeated_forever",
        "refused_call_repeated_unchanged": "repeated_call_loses_its_path",
        "forbidden_is_not_expiry": "forbidden_taken_for_expiry",
    }),
    *_point(6, {
        "logged_out_when_the_grant_is_lost": "stays_logged_in",
        "asked_to_connect_again": "loss_without_reconnect",
        "no_storm_after_loss": "lost_grant_asked_again",
        "removal_at_nuki_is_noticed": "removal_ignored",
        "service_restored_after_reconnect": "reconnect_keeps_the_dead_grant",
        "outage_is_not_taken_for_loss": "outage_logs_out",
    }),
    *_point(7, {
        "refusal_leads_to_a_page_with_a_way_on": "denied_consent_crashes",
        "error_page_has_next_step": "error_without_next_step",
        "error_page_has_no_trace": "stack_trace_shown",
        "error_page_has_no_secret": "secret_on_error_page",
        "error_page_has_no_access_code": "access_code_on_error_page",
        "error_status_is_honest": "error_called_ok",
        "markup_of_nuki_is_not_passed_on": "markup_of_nuki_passed_on",
        "unreadable_answer_is_survived": "unreadable_answer_crashes",
        "slow_nuki_ends_in_a_page": "no_timeout",
        "busy_nuki_is_left_alone": "busy_nuki_asked_at_once",
        "refusal_of_a_door_is_explained": "refusal_shown_as_a_number",
    }),
    *_point(8, {
        "accepted_is_not_shown_as_success": "success_on_any_2xx success_on_button_press",
        "waiting_is_shown_as_waiting": "waiting_shown_as_failed",
        "webhook_confirms_the_action": "confirmation_ignored",
        "failure_is_shown_as_failure": "failure_shown_as_success",
        "silence_is_shown_as_unconfirmed": "silence_shown_as_success silence_waits_forever",
        "late_confirmation_counts": "late_webhook_ignored",
        "early_confirmation_counts": "early_webhook_lost",
        "double_confirmation_counts_once": "second_webhook_overrides",
        "replayed_webhook_is_harmless": "replay_counted_twice",
        "identical_genuine_events_all_count": "identical_events_dropped",
        "unsigned_webhook_is_refused": "unsigned_webhook_accepted",
        "forged_webhook_is_refused": "signature_not_checked signature_half_compared",
        "old_signature_is_not_trusted": "old_signature_trusted",
        "signature_is_over_raw_bytes": "signature_after_reserialising",
        "webhook_is_answered_fast_and_well": "webhook_answered_201 webhook_answered_slowly",
        "unknown_feature_is_accepted": "unknown_feature_crashes unknown_feature_refused",
        "confirmation_belongs_to_its_request": "any_webhook_confirms",
        "strange_webhooks_are_survived": "",
    }),
    *_point(9, {
        "support_reachable_from_error": "error_without_support",
        "support_reachable_without_login": "support_behind_login",
        "support_has_a_contact": "support_without_contact",
        "case_has_a_reference": "case_without_reference",
        "references_differ": "reference_fixed",
        "hand_over_has_request_ids": "hand_over_without_request_ids",
        "hand_over_has_no_secrets": "hand_over_with_token",
        "support_is_given_here_first": "support_sends_to_nuki",
        "support_answers_within_reason": "",
    }),
    *_point(10, {
        "help_reachable_from_home": "help_not_linked",
        "help_reachable_without_login": "help_behind_login",
        "help_covers_connecting": "help_without_connecting",
        "help_covers_reconnecting": "help_without_reconnecting",
        "help_covers_disconnecting": "help_without_disconnecting",
        "help_covers_problems": "help_without_problems",
        "help_agrees_with_devices": "help_names_another_device",
        "help_agrees_with_scopes": "help_omits_a_scope",
        "help_agrees_with_actions": "help_omits_an_action",
        "help_is_easily_understood": "",
    }),
)  # fmt: skip

SABOTAGES = {sabotage: condition for condition in CATALOGUE for sabotage in condition.sabotages}
"""Each sabotage with the condition that must catch it."""
