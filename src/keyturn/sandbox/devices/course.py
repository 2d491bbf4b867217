"""The words the tables are written in."""

from __future__ import annotations

from dataclasses import dataclass

from keyturn.nuki.codes import LogState
from keyturn.nuki.confidence import Confidence, Rule

RULES = (
    Rule(
        "A device stirs 1.5 seconds after the call; one that is out of reach is given up after 5.",
        Confidence.GUESSED,
        "D-con says only: several seconds",
    ),
)


REACH_SECONDS = 1.5
"""From Nuki's server to the device, before it stirs (guessed; "several seconds" in all: D-con)."""
UNREACHED_SECONDS = 5.0
"""After which the server gives a silent device up (guessed)."""


@dataclass(frozen=True)
class Step:
    """A state the device shows, and for how many seconds before the next step. None leaves a field alone.

    ``ring_to_open`` is for how many seconds from now, 0 switches it off.
    """

    state: int
    seconds: float = 0.0
    mode: int | None = None
    ring_to_open: float | None = None


@dataclass(frozen=True)
class Later:
    """What the device does by itself when it was left alone for ``seconds``; a new action cancels it."""

    seconds: float
    trigger: int
    steps: tuple[Step, ...]
    log_action: int | None = None


@dataclass(frozen=True)
class Course:
    """What an action makes the device do. The action is over when the last step is shown.

    No steps: the device is there already. ``keeps`` what was to happen later, instead of cancelling it.
    """

    steps: tuple[Step, ...]
    later: Later | None = None
    keeps: bool = False


@dataclass(frozen=True)
class Refused:
    """The device will not: the webhook's error code, and the state of the log entry."""

    error_code: str
    log_state: LogState
