"""What every visitor can do, whichever way it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from keyturn.checker.subject.settings import Button
from keyturn.secrecy import Secret

Meanwhile = Callable[[], Awaitable[object]]


async def nothing() -> None:
    pass


@dataclass(frozen=True)
class Shown:
    """What stands before the visitor: where, with which status, and the text as it came (secrets included)."""

    url: str
    status: int
    text: str
    word: str | None = None
    """What became of an action, where a person said it."""

    def __repr__(self) -> str:
        return f"Shown({self.status})"


@dataclass(frozen=True)
class Person:
    """Who sits there: the login at Nuki."""

    email: str
    password: Secret


class Visitor(Protocol):
    """Looks at pages and presses buttons, one way or another."""

    stops_at: str | None
    """Addresses that begin so are not gone to: what is shown is the address, and nothing else."""

    async def open(self, url: str) -> Shown:
        """Go there, and on where redirects lead. Raises :class:`NotPlayed`."""

    async def look(self, url: str, live: bool) -> Shown:
        """Look what became of an action; ``live``: the page changes by itself, and may be seen as it stands there."""

    async def press(self, button: Button, known: Mapping[str, str], between: Meanwhile = nothing) -> Shown:
        """Press a button of the subject; ``between`` happens while its page stands there, before it is pressed.

        Raises :class:`NotPlayed` when it is not there.
        """

    async def at_nuki(self, shown: Shown, person: Person, decision: str) -> Shown:
        """Sign in and ``allow`` or ``deny`` on Nuki's pages; what the subject then shows."""

    async def aclose(self) -> None:
        """Leave."""


def path(url: str) -> str:
    """An address without its query: fit for a message."""
    return url.partition("?")[0]
