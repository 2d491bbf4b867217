"""P2: server-side-exchange."""

from __future__ import annotations

from keyturn.checker.conditions import exchanging

SLUG = "server-side-exchange"
CONDITIONS = (
    exchanging.code_is_exchanged_by_the_server,
    exchanging.code_is_exchanged_once,
    exchanging.code_leaves_the_address,
    exchanging.client_secret_stays_on_the_server,
    exchanging.tokens_stay_on_the_server,
    exchanging.refusal_is_not_exchanged,
    exchanging.allowing_ends_on_a_page_that_works,
)
