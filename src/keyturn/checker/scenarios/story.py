"""A scenario as a value: the story, what it needs, and how long it may take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from keyturn.checker.scenarios.stage import Stage
from keyturn.checker.subject.settings import Subject

Story = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """``needs``: keys of ``SUBJECT.toml`` without which it is skipped. ``fresh``: it wants a subject nobody used.

    ``seconds``: real time after which it is broken. ``smoke``: part of the short profile.
    ``by_hand``: a person can play it, who has no tools and one window.
    """

    name: str
    says: str
    play: Story
    needs: tuple[str, ...] = ()
    fresh: bool = False
    seconds: float = 30.0
    smoke: bool = False
    by_hand: bool = False

    def missing(self, subject: Subject) -> tuple[str, ...]:
        """What the subject does not offer of what the story needs."""
        return tuple(key for key in self.needs if not _there(subject, key))


def scenario(
    *,
    needs: tuple[str, ...] = (),
    fresh: bool = False,
    seconds: float = 30.0,
    smoke: bool = False,
    by_hand: bool = False,
) -> Callable[[Story], Scenario]:
    """Make a story a scenario; its docstring says what happens in it."""

    def made(story: Story) -> Scenario:
        name = getattr(story, "__name__", "")
        return Scenario(name, (story.__doc__ or "").strip(), story, needs, fresh, seconds, smoke, by_hand)

    return made


def _there(subject: Subject, key: str) -> bool:
    table, _, inner = key.partition(".")
    found = getattr(subject, table)
    return inner in found if inner else found is not None
