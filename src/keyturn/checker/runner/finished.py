"""What stories left is written down as each is over, so that a check which was ended early can go on from there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from keyturn import __version__
from keyturn.checker.errors import SubjectWrong, Wrong
from keyturn.checker.evidence import Evidence
from keyturn.checker.subject.fingerprint import fingerprint
from keyturn.checker.subject.settings import Described

ANEW = "Check anew, without --resume."


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """On what evidence rests: with another of these it says nothing."""

    version: str
    subject: str
    seed: str

    @classmethod
    def of(cls, described: Described, seed: str) -> Run:
        """Of a check that begins now."""
        return cls(version=__version__, subject=fingerprint(described), seed=seed)


class Finished:
    """One file: the run in its first line, then the evidence of one story a line. No secret is in it, as in a report.

    Raises :class:`OSError` when the file cannot be written.
    """

    def __init__(self, file: Path, run: Run) -> None:
        self._file, self._run = file, run
        self.before: dict[str, Evidence] = {}
        """What an earlier run of the same left, by the story's name."""

    def begin(self) -> None:
        """Forget what an earlier run left."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(msgspec.json.encode(self._run) + b"\n")

    def resume(self) -> None:
        """Go on from what is there. Raises :class:`SubjectWrong` when that is nothing, or of another subject."""
        try:
            first, *lines = self._file.read_bytes().splitlines()
            then = msgspec.json.decode(first, type=Run)
        except (OSError, ValueError):  # of msgspec, and of a file without a line
            raise SubjectWrong(Wrong("--resume", "asked for, and no check was ended early here", ANEW)) from None
        for name, was, now in (
            ("keyturn", then.version, self._run.version),
            ("--seed", then.seed, self._run.seed),
        ):
            if was != now:
                raise SubjectWrong(Wrong(name, f"{now}, and was {was} in the check that was ended early", ANEW))
        if then.subject != self._run.subject:
            raise SubjectWrong(
                Wrong("--resume", "asked for, and SUBJECT.toml or a file beside it has changed since then", ANEW)
            )
        for line in lines:
            try:
                evidence = msgspec.json.decode(line, type=Evidence)
            except msgspec.DecodeError:
                continue  # the check died while it wrote this
            self.before[evidence.scenario] = evidence

    def keep(self, evidence: Evidence) -> None:
        """A story is over. One that could not be played is played again."""
        if evidence.broken is None:
            with self._file.open("ab") as opened:
                opened.write(msgspec.json.encode(evidence) + b"\n")

    def end(self) -> None:
        """The check is over: there is nothing to go on from."""
        self._file.unlink(missing_ok=True)
