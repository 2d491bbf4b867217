"""What the subject writes down: the logs it offers, and whatever it keeps in its folder. Read with bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

AT_MOST = 4 * 2**20
"""Bytes read of a file; of a log, the newest."""
FILES_AT_MOST = 64


@dataclass
class Kept:
    """``logs`` as ``SUBJECT.toml`` names them, relative to ``folder``; ``state_dir`` is the subject's own."""

    logs: Iterable[str]
    folder: Path
    state_dir: Path
    _heard: dict[Path, int] = field(default_factory=dict)

    def begin(self) -> None:
        """From here on only what is new in the logs counts."""
        self._heard = {file: file.stat().st_size for file in self._logs()}

    def said(self) -> Iterator[tuple[str, str]]:
        """Name and text of each log, as far as it grew."""
        for file in self._logs():
            yield file.name, _tail(file, self._heard.get(file, 0))

    def files(self) -> Iterator[tuple[str, str]]:
        """Name and bytes, one character each, of what lies in the subject's folder and is no log."""
        logs = set(self._logs())
        found = [file for file in sorted(self.state_dir.rglob("*")) if file.is_file() and file not in logs]
        for file in found[:FILES_AT_MOST]:
            yield file.name, _tail(file, 0, "latin-1")

    def _logs(self) -> list[Path]:
        return [file for name in self.logs if (file := (self.folder / name).resolve()).is_file()]


def _tail(file: Path, begin: int, encoding: str = "utf-8") -> str:
    try:
        with file.open("rb") as opened:
            opened.seek(max(begin, file.stat().st_size - AT_MOST) if begin <= file.stat().st_size else 0)
            return opened.read(AT_MOST).decode(encoding, errors="replace")
    except OSError:
        return ""  # it was rotated away just now
