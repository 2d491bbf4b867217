"""People who look for help or ask the support."""

from __future__ import annotations

from keyturn.checker.scenarios.acting import SETTLED
from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario


@scenario(smoke=True, by_hand=True)
async def visitor_looks_around(stage: Stage) -> None:
    """Not connected, on the first page."""
    await stage.ends(stage.visitor.open(stage.subject.connect.page or "/"), "home", "")


@scenario(needs=("help",), smoke=True, by_hand=True)
async def visitor_reads_the_help(stage: Stage) -> None:
    """Not connected, from the first page."""
    assert stage.subject.help is not None
    await stage.ends(stage.visitor.open(stage.subject.connect.page or "/"), "home", "")
    await stage.ends(stage.visitor.press(stage.subject.help, stage.known), "help", "")


@scenario(needs=("support",), smoke=True, by_hand=True)
async def visitor_asks_the_support(stage: Stage) -> None:
    """Not connected: perhaps that is what does not work."""
    assert stage.subject.support is not None
    await stage.ends(stage.visitor.press(stage.subject.support, stage.known), "support", "")


@scenario(needs=("hand_over", "act.unlock", "outcome"), by_hand=True)
async def case_is_handed_over(stage: Stage) -> None:
    """An action fails, and the case is to go to Nuki."""
    assert stage.subject.hand_over is not None
    await stage.connect()
    stage.arm("motor_blocked")
    await stage.act("unlock")
    await stage.outcome_becomes(*SETTLED)
    await stage.ends(stage.visitor.press(stage.subject.hand_over, stage.known), "hand-over", "")
