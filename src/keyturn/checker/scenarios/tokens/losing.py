"""Stories of a permission that is gone for good, and of trouble that only looks like it."""

from __future__ import annotations

import asyncio

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario
from keyturn.checker.scenarios.tokens.expiring import asks, every_call, over
from keyturn.checker.scenarios.tokens.renewing import PAUSE, TRIES

LOOKS = 4
"""How often a visitor who has lost the connection tries again: a storm would show."""


@scenario(needs=("doors",))
async def renewal_is_refused_for_good(stage: Stage) -> None:
    """The hour is over, and Nuki answers the renewal with invalid_grant; the visitor tries again, and reconnects."""
    await stage.connect()
    stage.arm("refresh_refused", at_my_door=False)
    await over(stage)
    await _lost_and_found(stage)


@scenario(needs=("doors",), smoke=True, by_hand=True)
async def visitor_removes_the_subject_at_nuki(stage: Stage) -> None:
    """At Nuki the visitor removes the subject; it learns of it by the next call. Then the visitor reconnects."""
    await stage.connect()
    stage.withdraw()
    await _lost_and_found(stage)


@scenario(needs=("doors",))
async def nuki_is_down_for_a_moment(stage: Stage) -> None:
    """Nuki answers every call with 503 and a page of HTML; then it works again. Nothing is lost."""
    await stage.connect()
    every_call(stage, "service_unavailable")
    await asks(stage)
    stage.disarm()
    stage.note("works again")
    for _ in range(TRIES):
        await asyncio.sleep(PAUSE)
        await stage.doors()
        if stage.last("doors") == "shown":
            break


async def _lost_and_found(stage: Stage) -> None:
    stage.note("lost")
    await asks(stage)
    for _ in range(LOOKS):
        await stage.ends(stage.doors(), "looked", "")
    stage.note("before reconnecting")
    await stage.connect()
    await asks(stage)
