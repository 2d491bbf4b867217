"""P1: registered-https-redirect."""

from __future__ import annotations

from keyturn.checker.conditions import authorizing

SLUG = "registered-https-redirect"
CONDITIONS = (
    authorizing.redirect_address_is_the_registered_one,
    authorizing.redirect_address_is_https,
    authorizing.state_is_random,
    authorizing.code_flow_is_asked_for,
)
