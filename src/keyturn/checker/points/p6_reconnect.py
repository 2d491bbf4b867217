"""P6: forced-reconnect."""

from __future__ import annotations

from keyturn.checker.conditions import loss

SLUG = "forced-reconnect"
CONDITIONS = (
    loss.logged_out_when_the_grant_is_lost,
    loss.asked_to_connect_again,
    loss.no_storm_after_loss,
    loss.removal_at_nuki_is_noticed,
    loss.service_restored_after_reconnect,
    loss.outage_is_not_taken_for_loss,
)
