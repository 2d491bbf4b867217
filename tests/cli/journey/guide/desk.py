"""Whoever builds a guide at a terminal: a manifest in a folder of its own, and what the commands say."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyturn.cli.app import app
from keyturn.cli.command import Ended
from keyturn.cli.complaint import Complaint
from keyturn.journey.draft import Answers, written

DESCRIPTION = (
    "Owners of holiday flats in Austria connect their Nuki account once. Their guests unlock the flat from the booking "
    "page during their stay, and owners see at once whether the door is locked again."
)
LOCK = ("read", "lock", "unlock", "unlatch", "lock_n_go")
EVERYTHING = Answers(
    company="Harbour Stays",
    devices=("smart_lock", "opener", "box"),
    actions=(
        *LOCK,
        *(
            "electric_strike",
            "ring_to_open",
            "continuous_mode",
            "open_box",
            "codes",
            "invites",
            "activity",
            "settings",
        ),
    ),
    site="https://harbour.example",
    description=DESCRIPTION,
)
LEAST = Answers(
    company="Harbour Stays", actions=("read",), site="https://harbour.example", description=DESCRIPTION
)
DOORS = Answers(company="Harbour Stays", actions=LOCK, site="https://harbour.example", description=DESCRIPTION)


class Desk:
    """One company in one folder, which is the current one; ``verb`` begins what it types."""

    verb = "docs"

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capture = folder, capture
        self.guide = folder / "guide"

    def declare(self, answers: Answers, more: str = "") -> None:
        (self.folder / "keyturn.toml").write_text(f"{written(answers)}\n{more}")

    def says(self, *words: str, code: int = 0) -> str:
        """Everything a command writes; it must end with ``code``."""
        ended, complaint = 0, ""
        self._capture.readouterr()
        try:
            app((self.verb, *words))
        except Complaint as wrong:
            ended, complaint = wrong.exit_code, str(wrong)
        except Ended as end:
            ended = end.exit_code
        told = self._capture.readouterr().out + complaint
        assert ended == code, told
        return told

    def edit(self, page: str, before: str, after: str) -> None:
        """Change a page by hand."""
        text = (self.guide / page).read_text()
        assert before in text
        (self.guide / page).write_text(text.replace(before, after, 1))

    def files(self) -> dict[str, bytes]:
        """All that is in the folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}
