"""People who meet an error."""

from __future__ import annotations

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.scenarios.story import scenario

AT_THE_DOORS = ("server_error", "bad_gateway", "html_instead", "answer_cut", "connection_dropped", "forbidden")
"""Faults of whatever is asked of Nuki for the doors' page."""
AT_AN_ACTION = (
    *("bad_gateway", "service_unavailable", "html_instead", "answer_cut", "connection_dropped"),
    *("payment_required", "forbidden", "conflict", "locked", "unprocessable", "upgrade_required", "not_found"),
)
"""Faults of the action itself; the last may take the door away."""
NEEDS = ("doors", "act.unlock", "outcome")


@scenario(needs=("doors",), fresh=True, seconds=90)
async def doors_are_asked_of_a_nuki_in_trouble(stage: Stage) -> None:
    """Errors, pages of HTML and broken answers come instead of the doors, one after the other."""
    await stage.connect()
    stage.note("door", stage.door_name)
    assert stage.subject.doors is not None
    for fault in AT_THE_DOORS:
        stage.arm(fault, at_my_door=False, times=None)
        await stage.ends(stage.visitor.press(stage.subject.doors, stage.known), "doors in trouble", fault)
        stage.disarm()


@scenario(needs=NEEDS, fresh=True, seconds=120)
async def actions_are_asked_of_a_nuki_in_trouble(stage: Stage) -> None:
    """Each action meets another error of Nuki's."""
    await stage.connect()
    for fault in AT_AN_ACTION:
        await asked_in(stage, fault, "action in trouble")
        stage.disarm()
        await stage.outcome()


@scenario(needs=NEEDS, fresh=True, seconds=60)
async def nuki_does_not_answer(stage: Stage) -> None:
    """An action is asked for, and Nuki never answers."""
    await stage.connect()
    await asked_in(stage, "never_answers", "slow")


@scenario(needs=NEEDS, fresh=True, seconds=60)
async def nuki_is_busy(stage: Stage) -> None:
    """Nuki answers 429, with the time after which one may ask again; the visitor does not wait."""
    await stage.connect()
    await asked_in(stage, "too_many_requests", "busy", times=1)
    await stage.ends(stage.act("unlock"), "busy", "at once again")


async def asked_in(stage: Stage, fault: str, name: str, times: int | None = None) -> None:
    """The fault is there when the button is pressed, not yet when its page is opened."""

    async def armed() -> None:
        stage.arm(fault, times=times)

    await stage.ends(stage.act("unlock", armed), name, fault)


@scenario(smoke=True, by_hand=True)
async def nobody_began_this_connection(stage: Stage) -> None:
    """Twice somebody comes to the redirect address with a state nobody gave out."""
    for number in (1, 2):
        address = f"{stage.known['redirect_uri']}?code=a-code-of-nobody-{number}&state=a-state-of-nobody-{number}"
        await stage.ends(stage.visitor.open(address), "error page", "a state nobody gave out")
