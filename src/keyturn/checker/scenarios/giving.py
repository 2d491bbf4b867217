"""A story of somebody who makes a code for a keypad: its digits open a door."""

from __future__ import annotations

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario

ELSEWHERE = ("hand_over", "support", "help")
"""Buttons behind which nobody needs the digits."""


@scenario(needs=("make_code", "doors"))
async def visitor_makes_a_code(stage: Stage) -> None:
    """A code is made. Then a stranger looks, Nuki is in trouble, another code is refused, and the support is asked."""

    async def refused() -> None:
        stage.arm("unprocessable", at_my_door=False)

    await stage.connect()
    made = await stage.make_code()
    await stage.time_passes(2)
    await stage.doors()
    await stage.ends(stage.another_browser().open(made.url), "stranger looks", "")
    stage.arm("server_error", at_my_door=False, times=None)
    await stage.ends(stage.doors(), "error with a code", "server_error")
    stage.disarm()
    await stage.ends(stage.make_code(refused), "error with a code", "unprocessable")
    stage.disarm()
    for name in ELSEWHERE:
        if (button := getattr(stage.subject, name)) is not None:
            await stage.ends(stage.visitor.press(button, stage.known), "looks elsewhere", name)
