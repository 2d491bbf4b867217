"""Words for a person, or lines for a program: both on standard output, flushed at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import typer


class Format(StrEnum):
    """For whom the output is."""

    TEXT = "text"
    JSON = "json"


def say(line: str) -> None:
    """One line for a person."""
    typer.echo(line)


def say_first(facts: Any) -> None:
    """The one line for a program."""
    import msgspec

    typer.echo(msgspec.json.encode(facts))
