"""What can go wrong with a check itself, cut by who has to act."""

from __future__ import annotations

from dataclasses import dataclass


class CheckerError(Exception):
    """Base of everything the checker raises."""


@dataclass(frozen=True)
class Wrong:
    """One setting of ``SUBJECT.toml`` that cannot be used: where it stands, what it is, and the mend."""

    key: str
    value: str
    mend: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.key} (line {self.line})" if self.line else self.key
        return f"{where} is {self.value}. {self.mend}"


class SubjectWrong(CheckerError):
    """The subject's file cannot be used; ``wrongs`` names each setting."""

    def __init__(self, *wrongs: Wrong) -> None:
        super().__init__("\n".join(str(wrong) for wrong in wrongs))
        self.wrongs = wrongs


class NotPlayed(CheckerError):
    """A scenario could not be played to its end. Says why, in a sentence; the verdict is ``broken``."""


class NothingCame(NotPlayed):
    """No answer of the subject's, within the time it had."""
