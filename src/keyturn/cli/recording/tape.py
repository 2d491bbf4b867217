"""A recording: lines of JSON, one call each, safe to hand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from keyturn.cli.complaint import Complaint

FORMAT = "keyturn recording 1"


class Take(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call and its answer. ``at`` and ``took`` in seconds, ``at`` since the first call."""

    at: float
    took: float
    method: str
    path: str
    status: int
    query: tuple[tuple[str, str], ...] = ()
    sent: Any = None
    answer: Any = None
    """The JSON of the answer, or its text where it is none."""


class Tape:
    """Writes takes as they come; a recording broken off can still be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"format":"{FORMAT}"}}\n')

    def add(self, take: Take) -> None:
        """Append one."""
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(take) + b"\n")


def read(path: Path) -> Iterator[Take]:
    """Raises :class:`Complaint` for a file that is no recording, naming the line."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as trouble:
        raise Complaint(
            f"{path} cannot be read: {trouble.strerror}.", "Name a recording made by record."
        ) from None
    if not lines or FORMAT.encode() not in lines[0]:
        raise Complaint(f"{path} is not a recording.", "Make one with: keyturn sandbox record FILE.")
    for number, line in enumerate(lines[1:], start=2):
        try:
            yield msgspec.json.decode(line, type=Take)
        except msgspec.DecodeError as trouble:
            raise Complaint(
                f"{path}, line {number} is broken: {trouble}.", "Delete that line, or record anew."
            ) from None
