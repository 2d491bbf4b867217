"""Stories of a renewal: twice in a row, and when the token endpoint is in trouble."""

from __future__ import annotations

import asyncio

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario
from keyturn.checker.scenarios.tokens.expiring import asks, over

TOKEN = "POST /oauth/token"  # noqa: S105
TRIES = 8
PAUSE = 0.5
"""Real seconds between two tries: a subject may wait a little before it asks Nuki again."""


@scenario(needs=("doors",))
async def token_expires_twice(stage: Stage) -> None:
    """An hour passes and the visitor asks; another hour passes at once, and the visitor asks again."""
    await stage.connect()
    for _ in range(2):
        await over(stage)
        await asks(stage)


@scenario(needs=("doors",))
async def renewal_brings_no_refresh_token(stage: Stage) -> None:
    """A renewal's answer has no refresh token, and an hour later the next renewal is due."""
    await stage.connect()
    stage.arm("token_answer_without_refresh", at_my_door=False)
    for _ in range(2):
        await over(stage)
        await asks(stage)


@scenario(needs=("doors",))
async def renewal_is_labelled_as_text(stage: Stage) -> None:
    """A renewal's answer is JSON, labelled as text."""
    await stage.connect()
    stage.arm("token_answer_as_text", at_my_door=False)
    await over(stage)
    await asks(stage)


@scenario(needs=("doors",))
async def token_endpoint_is_down(stage: Stage) -> None:
    """The hour is over, and the token endpoint answers 503 with a page of HTML; soon it works again."""
    await _troubled(stage, "token_endpoint_down")


@scenario(needs=("doors",))
async def token_endpoint_hangs_up(stage: Stage) -> None:
    """The hour is over, and the token endpoint drops every connection without an answer; soon it works again."""
    await _troubled(stage, "connection_dropped", operation="token")


async def _troubled(stage: Stage, fault: str, operation: str | None = None) -> None:
    await stage.connect()
    await over(stage)
    stage.arm(fault, at_my_door=False, times=None, operation=operation)
    await asks(stage)
    stage.disarm()
    stage.note("works again")
    for _ in range(TRIES):
        await asyncio.sleep(PAUSE)
        await asks(stage)
        if [call for call in stage.journal() if call.subject == TOKEN][-1].details["status"] == 200:
            break
