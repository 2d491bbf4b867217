"""Stories of door actions."""

from __future__ import annotations

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario

SETTLED = ("confirmed", "failed")
"""Not ``unconfirmed``: on a busy machine that may stand there for a moment, until the webhook is worked off."""


@scenario(needs=("act.unlock", "outcome"), smoke=True, by_hand=True)
async def visitor_unlocks_and_webhook_confirms(stage: Stage) -> None:
    """The lock is asked, moves, and Nuki's webhook says so."""
    await stage.connect()
    await stage.act("unlock")
    await stage.outcome()
    stage.note("door moves")
    await stage.outcome_becomes(*SETTLED)


@scenario(needs=("act.unlock", "outcome"), fresh=True, smoke=True, by_hand=True)
async def token_expires_before_an_action(stage: Stage) -> None:
    """An hour passes, the access token is no longer good, and the visitor wants to unlock."""
    await stage.connect()
    await stage.time_passes(3700)
    stage.note("token expired")
    await stage.act("unlock")
    await stage.outcome_becomes(*SETTLED)
