"""P1: registered-https-redirect."""

from __future__ import annotations

from keyturn.checker.conditions import authorizing, returning

SLUG = "registered-https-redirect"
CONDITIONS = (
    authorizing.redirect_address_is_the_registered_one,
    authorizing.redirect_address_is_https,
    authorizing.redirect_is_always_the_same,
    authorizing.redirect_is_repeated_in_the_exchange,
    authorizing.code_flow_is_asked_for,
    authorizing.state_is_random,
    authorizing.state_is_long_enough,
    returning.state_is_bound_to_the_browser,
    returning.state_is_single_use,
    returning.foreign_state_is_refused,
)
