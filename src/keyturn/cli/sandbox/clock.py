"""``keyturn sandbox clock``: reading it, and turning it if it is virtual."""

from __future__ import annotations

import re
from typing import Annotated, Any

from keyturn.cli.command import Argument, Group
from keyturn.cli.complaint import Complaint
from keyturn.cli.output import Format, say, say_first
from keyturn.cli.sandbox.link import DEMO, STATE, Output, State, Url, ask

app = Group("The sandbox's time.")
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


@app.verb("show")
def show(url: Url = DEMO, state: State = STATE, output: Output = Format.TEXT) -> None:
    """Print the time, and whose it is."""
    _show(ask(url, state, "GET", "/clock"), output)


@app.verb("advance")
def advance(
    duration: Annotated[str, Argument(metavar="DURATION", help="Like 10, 90s, 15m, 2h or 30d.")],
    url: Url = DEMO,
    state: State = STATE,
    output: Output = Format.TEXT,
) -> None:
    """Let time pass on a virtual clock; all that falls due has happened when this ends."""
    _show(ask(url, state, "POST", "/clock", json={"advance_seconds": seconds(duration)}), output)


def seconds(text: str) -> float:
    """A duration in seconds. Raises :class:`Complaint`."""
    found = re.fullmatch(r"(\d{1,12}(?:\.\d{1,6})?)([smhd]?)", text.strip())
    if found is None:
        raise Complaint(f"{text!r} is not a duration.", "Write it like 10, 90s, 15m, 2h or 30d.")
    return float(found[1]) * UNITS[found[2]]


def _show(told: dict[str, Any], output: Format) -> None:
    say_first(told) if output is Format.JSON else say(f"{told['now']} ({told['kind']} clock)")
