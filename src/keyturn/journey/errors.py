"""What can go wrong on the way, told to the person who walks it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flaw:
    """One thing in the manifest that cannot stay: where, what, and the mend."""

    key: str
    what: str
    mend: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.key} (line {self.line})" if self.line else self.key
        return f"{where}: {self.what}. {self.mend}"


class JourneyError(Exception):
    """Base of everything this house raises."""


class ManifestWrong(JourneyError):
    """The manifest cannot be used; ``flaws`` names each reason."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__("\n".join(map(str, flaws)))
        self.flaws = flaws


class NotNow(JourneyError):
    """The step cannot be taken now. The message says why, ``remedy`` what comes first."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy
