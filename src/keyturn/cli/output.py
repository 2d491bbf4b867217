"""Words for a person, or lines for a program: both on standard output, flushed at once."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """For whom the output is."""

    TEXT = "text"
    JSON = "json"


def say(line: str) -> None:
    """One line for a person."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_first(facts: Any) -> None:
    """The one line for a program."""
    import msgspec

    say(msgspec.json.encode(facts).decode())
