"""Stories of an access token that is no longer good when a button is pressed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any

from keyturn.checker.errors import NotPlayed
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario
from keyturn.checker.visitor.visiting import Shown
from keyturn.nuki.endpoints import LIST_SMARTLOCKS

HOUR = 3700.0
"""Sandbox seconds after which an access token is over."""
BURST = 5
ALL_ARRIVED = 0.5
"""Real seconds in which every window of a burst has met the expired token."""
SHORT = 1
"""The life, in seconds, that a token answer claims; the subject's own clock needs to see it pass."""


@scenario(needs=("doors",), smoke=True, by_hand=True)
async def token_expires_before_reading(stage: Stage) -> None:
    """An hour passes, and the visitor looks at the doors."""
    await stage.connect()
    await over(stage)
    await stage.doors()


@scenario(needs=("act.unlock",), smoke=True, by_hand=True)
async def token_expires_between_page_and_button(stage: Stage) -> None:
    """The doors' page stands open for an hour before the visitor presses unlock."""
    await stage.connect()
    await stage.act("unlock", between=lambda: over(stage))
    await stage.time_passes(20)


@scenario(needs=("disconnect",), by_hand=True)
async def token_expires_before_disconnecting(stage: Stage) -> None:
    """The page with the button stands open for an hour before the visitor disconnects."""
    await stage.connect()
    button = stage.subject.disconnect
    assert button is not None
    shown = await stage.visitor.press(button, stage.known, between=lambda: over(stage))
    stage.note("disconnected", str(shown.status))


@scenario(needs=("doors",))
async def visitor_connects_again_after_the_hour(stage: Stage) -> None:
    """An hour passes, and the visitor connects once more in the same browser."""
    await stage.connect()
    await over(stage)
    with contextlib.suppress(NotPlayed):  # who is connected may find no button to connect
        shown = await stage.ask_to_connect()
        stage.note("asked again", str(shown.status))
        await stage.visitor.at_nuki(shown, stage.person, "allow")
        await stage.doors()


@scenario(needs=("doors",))
async def token_dies_before_its_hour(stage: Stage) -> None:
    """The access token is refused although its hour is not over; the visitor looks at the doors and unlocks."""
    await stage.connect()
    stage.arm("access_token_dead", at_my_door=False)
    stage.note("token expired")
    await asks(stage)


@scenario(needs=("doors",))
async def token_is_said_to_live_a_second(stage: Stage) -> None:
    """Nuki says the token lives for a second; it lives on. Two seconds later the visitor asks for something."""
    stage.arm("token_short_lived", at_my_door=False, seconds=SHORT)
    await stage.connect()
    await asyncio.sleep(SHORT + 1)
    stage.note("token expired")
    await asks(stage)


@scenario(needs=("doors",))
async def token_expires_before_a_burst(stage: Stage) -> None:
    """An hour passes, and several windows of the same browser ask at once. Nuki takes its time for each renewal."""
    await stage.connect()
    doors = stage.subject.doors
    assert doors is not None
    await over(stage)
    stage.arm("token_endpoint_slow", at_my_door=False, times=None)
    asked = [stage.visitor.press(doors, stage.known) for _ in range(BURST)]
    asked += [stage.visitor.press(button, stage.known) for button in stage.subject.act.values()]
    burst = asyncio.gather(*(_quietly(one) for one in asked))
    while not burst.done():
        await _all_arrived(stage, burst)
        await stage.time_passes(20)
    await stage.doors()


@scenario(needs=("doors",))
async def every_answer_is_401(stage: Stage) -> None:
    """Nuki answers 401 to every call, whatever token it carries, and the visitor looks and unlocks."""
    await stage.connect()
    every_call(stage, "unauthorized")
    await asks(stage)


@scenario(needs=("doors",))
async def every_answer_is_403(stage: Stage) -> None:
    """Nuki answers 403: a permission is missing. The visitor looks at the doors and wants to unlock."""
    await stage.connect()
    every_call(stage, "forbidden")
    await asks(stage)


def every_call(stage: Stage, fault: str) -> None:
    """From now on the fault strikes every call for doors; the token endpoint is well."""
    stage.arm(fault, at_my_door=False, times=None, operation=LIST_SMARTLOCKS.name)
    stage.arm(fault, times=None)
    stage.note("refusals begin")


async def asks(stage: Stage) -> None:
    """Whatever makes the subject ask Nuki: the doors, and an action if it has one."""
    await stage.ends(stage.doors(), "looked", "")
    if "unlock" in stage.subject.act:
        await stage.ends(stage.act("unlock"), "pressed", "unlock")
        await stage.time_passes(20)


async def over(stage: Stage) -> None:
    """The access token's hour is over."""
    await stage.time_passes(HOUR)
    stage.note("token expired")


async def _all_arrived(stage: Stage, burst: asyncio.Future[Any]) -> None:
    """Until nothing has reached Nuki for a moment: a busy machine lets the burst arrive in drops."""
    before = -1
    while not burst.done() and (now := len(stage.journal())) != before:
        before = now
        await asyncio.wait((burst,), timeout=ALL_ARRIVED)


async def _quietly(press: Awaitable[Shown]) -> None:
    with contextlib.suppress(NotPlayed):  # of many windows some may find their button gone
        await press
